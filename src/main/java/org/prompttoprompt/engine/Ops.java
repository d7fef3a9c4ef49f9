package org.prompttoprompt.engine;

import static org.prompttoprompt.engine.Kernels.call;
import static org.prompttoprompt.engine.Kernels.number;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The operations that DJL lacks, from the text {@code kernels.py}. Each returns a new array that belongs to the manager
 * (and scope) of its first argument, and changes none of its arguments, unless its name says so.
 */
public final class Ops {
    private static final Shape UNDILATED = new Shape(1, 1);

    /** With fewer scores of maps, the system hands memory out again without filling it with zeros. */
    private static final long FEWEST_SCORES = 1 << 20;

    /** Of more, 64 MB, the memory that is kept for them would be missed elsewhere. */
    private static final long MOST_SCORES = 16 << 20;

    private Ops() {}

    /** Normalises groups of channels of x [rows, channels, ...], then scales and shifts each channel (Wu and He 2018). */
    public static NDArray groupNorm(NDArray x, NDArray weight, NDArray bias, int groups, double eps) {
        return call("group_norm", x, weight, bias, number(groups), number(eps));
    }

    /** {@link #silu} of {@link #groupNorm}, with one array less. */
    public static NDArray groupNormSilu(NDArray x, NDArray weight, NDArray bias, int groups, double eps) {
        return call("group_norm_silu", x, weight, bias, number(groups), number(eps));
    }

    /**
     * Returns x with its values in the order of its shape, itself if they are. A transposed view is not: convolutions and norms
     * read it by other programs, which are less precise.
     */
    public static NDArray contiguous(NDArray x) {
        return call("contiguous", x);
    }

    /** Returns x [rows, channels, h, w] with its values pixel by pixel: as such a convolution takes it and gives its result, uncopied. */
    public static NDArray channelsLast(NDArray x) {
        return call("channels_last", x);
    }

    /**
     * Convolves x [rows, in, h, w] with square kernels [out, in, k, k] and adds a bias [out], or none (null). On a CPU that
     * oneDNN knows, it is the program: PyTorch chooses others for few small rows on one thread, which round in their own way.
     */
    public static NDArray conv2d(NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
        if (bias != null && Pointwise.pays(x, weight.getShape(), stride, padding))
            return call("conv2d_1x1", x, weight, bias);
        if (bias != null && Winograd.pays(x, weight.getShape(), stride, padding)) {
            return Winograd.convolve(x, weight, bias);
        }
        if (bias != null && Unfolded.pays(x, weight.getShape(), stride, padding))
            return call("conv2d_unfolded", x, weight, bias, number(stride), number(padding));
        if (!Kernels.ownConvolution(x)) {
            PyTorch.beforeLayer();
            return Conv2d.conv2d(x, weight, bias, new Shape(stride, stride), new Shape(padding, padding), UNDILATED)
                    .singletonOrThrow();
        }
        return bias == null
                ? call("conv2d_plain", x, weight, number(stride), number(padding))
                : call("conv2d", x, weight, bias, number(stride), number(padding));
    }

    /** x W^T + b: x [..., in], weight [out, in], bias [out] or none (null) to [..., out]. */
    public static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return WideLinear.pays(x, weight)
                ? WideLinear.forward(x, weight, bias)
                : ai.djl.nn.core.Linear.linear(x, weight, bias).singletonOrThrow();
    }

    /** x sigmoid(x). */
    public static NDArray silu(NDArray x) {
        return call("silu", x);
    }

    /** max(x, 0), put into x itself: fresh memory for a large image takes longer than that. */
    public static NDArray reluInPlace(NDArray x) {
        return call("relu_in_place", x);
    }

    /** x Phi(x), Phi being the normal distribution function (the exact form, not that with tanh). */
    public static NDArray gelu(NDArray x) {
        return call("gelu", x);
    }

    /** x sigmoid(1.702 x), the activation of OpenAI's CLIP. */
    public static NDArray quickGelu(NDArray x) {
        return call("quick_gelu", x);
    }

    /** a gelu(b) where x = [a, b] along the last axis, of even length (Shazeer 2020). */
    public static NDArray geglu(NDArray x) {
        return call("geglu", x);
    }

    /**
     * softmax(QK^T / sqrt(d)) V of each head, without ever holding a map.
     *
     * @param q [rows, queries, channels]; d is channels / heads
     * @param k [rows, keys, channels]
     * @param v [rows, keys, channels]
     * @return [rows, queries, channels]
     */
    public static NDArray sdpa(NDArray q, NDArray k, NDArray v, int heads) {
        return Exponentials.pays(q, k, heads)
                ? Exponentials.attend(q, k, v, heads)
                : call("sdpa", q, k, v, number(heads));
    }

    /** {@link #sdpa} where a query sees only keys up to its own index. */
    public static NDArray sdpaCausal(NDArray q, NDArray k, NDArray v, int heads) {
        return call("sdpa_causal", q, k, v, number(heads));
    }

    /** softmax(QK^T / sqrt(d)): the maps [rows, heads, queries, keys] of q and k as in {@link #sdpa}, in float32 whatever those are. */
    public static NDArray probs(NDArray q, NDArray k, int heads) {
        long scores =
                heads * q.getShape().get(0) * q.getShape().get(1) * k.getShape().get(1);
        return scores >= FEWEST_SCORES && scores <= MOST_SCORES && Kernels.mayKeep(q)
                ? call("probs_of_kept", q, k, number(heads), WorkSpace.LAYER.of(scores))
                : call("probs", q, k, number(heads));
    }

    /** Maps p [rows, heads, queries, keys] times v [rows, keys, channels]: [rows, queries, channels] in the precision of v. */
    public static NDArray applyProbs(NDArray p, NDArray v) {
        return call("apply_probs", p, v, number((int) p.getShape().get(1)));
    }

    /** Enlarges x [rows, channels, h, w] to the height and width by repeating the nearest pixel. */
    public static NDArray nearest(NDArray x, long height, long width) {
        return x.getNDArrayInternal().interpolation(new long[] {height, width}, 0, false);
    }

    /** Enlarges x [rows, channels, h, w] to the height and width by cubic convolution (Keys 1981, a = -0.75). */
    public static NDArray bicubic(NDArray x, long height, long width) {
        return call("bicubic", x, number((int) height), number((int) width));
    }

    /** Returns the singular values of x [m, n], the largest first. */
    public static NDArray singularValues(NDArray x) {
        return call("singular_values", x);
    }

    /** Returns the right singular vectors of x [m, n] as rows [min(m, n), n], in the order of {@link #singularValues}. */
    public static NDArray rightSingularVectors(NDArray x) {
        return call("right_singular_vectors", x);
    }

    /** Returns X with a X = b, for a [n, n] of full rank and b [n, m]. */
    public static NDArray solve(NDArray a, NDArray b) {
        return call("solve", a, b);
    }

    /** Returns float32 from the bits of bfloat16, which DJL can only hold under the name of float16. */
    public static NDArray bfloat16ToFloat32(NDArray bits) {
        return call("bfloat16_to_float32", bits);
    }

    /** Returns the bits of bfloat16, which DJL can only make under the name of float16, as such: a view of them, not a copy. */
    public static NDArray ofBfloat16(NDArray bits) {
        return call("of_bfloat16", bits);
    }

    /** Returns x in bfloat16. */
    public static NDArray toBfloat16(NDArray x) {
        return call("to_bfloat16", x);
    }

    /** Returns x in float16. */
    public static NDArray toFloat16(NDArray x) {
        return call("to_float16", x);
    }

    /** Returns max |w| / 127 of each output of w, [out, in] or [out, in, k, k], as [out, 1] or [out, 1, 1, 1]. */
    public static NDArray eightBitScale(NDArray w) {
        return call(w.getShape().dimension() == 2 ? "linear_scale" : "convolution_scale", w);
    }

    /** Returns w [out, ...] / scale [out, 1, ...], rounded, as int8. */
    public static NDArray toEightBit(NDArray w, NDArray scale) {
        return call("to_eight_bit", w, scale);
    }

    /** Returns q [out, ...] of int8 times scale [out, 1, ...], in float32. */
    public static NDArray fromEightBit(NDArray q, NDArray scale) {
        return call("from_eight_bit", q, scale);
    }

    /**
     * Returns x, of float16 or bfloat16 on the CPU, in float32: until the calling thread calls this again or its job ends, or longer
     * where gradients are taken, which may need it.
     */
    public static NDArray toFloat32ForNow(NDArray x) {
        return JniUtils.isGradMode() ? toFloat32(x) : call("into", x, WorkSpace.WEIGHTS.of(x.size()));
    }

    /** Returns x, of float16 or bfloat16, in float32. */
    public static NDArray toFloat32(NDArray x) {
        return call("to_float32", x);
    }
}
