package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every kernel against the same formula in DJL's own operations. */
class OpsTest {
    private static final double TOLERANCE = 2e-6;

    private final NDManager manager = PyTorch.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void groupNorm() {
        NDArray x = random(2, 6, 3, 5).mul(3).add(1);
        NDArray weight = random(6);
        NDArray bias = random(6);
        NDArray groups = x.reshape(4, 3 * 3 * 5);
        NDArray centred = groups.sub(groups.mean(new int[] {1}, true));
        NDArray normed =
                centred.div(centred.square().mean(new int[] {1}, true).add(1e-5).sqrt());
        NDArray expected =
                normed.reshape(2, 6, 3, 5).mul(weight.reshape(6, 1, 1)).add(bias.reshape(6, 1, 1));
        close(expected, Ops.groupNorm(x, weight, bias, 2, 1e-5));
        close(expected.mul(Activation.sigmoid(expected)), Ops.groupNormSilu(x, weight, bias, 2, 1e-5));
    }

    /** Pixels with a large mean, as a transformer hands them on: their variance must not be a difference of large sums. */
    @Test
    void groupNormIsAsPreciseForATransposedView() {
        NDArray pixels = random(2, 64, 6).add(10);
        NDArray view = pixels.transpose(0, 2, 1).reshape(2, 6, 8, 8);
        NDArray ordered = manager.create(view.toFloatArray(), view.getShape());
        NDArray ones = manager.ones(new Shape(6));
        NDArray expected = Ops.groupNorm(ordered, ones, ones, 3, 1e-5);
        assertArrayEquals(
                expected.toFloatArray(),
                Ops.groupNorm(view, ones, ones, 3, 1e-5).toFloatArray());
        assertArrayEquals(ordered.toFloatArray(), Ops.contiguous(view).toFloatArray());
    }

    /** From two rows on, and the guidance makes two of each image, a row is the same whatever is drawn beside it. */
    @Test
    void aRowDoesNotDependOnTheOthers() {
        NDArray images = random(5, 64, 8, 8);
        NDArray weight = random(64, 64, 3, 3);
        NDArray bias = random(64);
        NDArray matrix = random(64, 64);
        NDArray pixels = random(5, 64, 64);
        for (int rows = 3; rows <= 5; rows++) {
            String first = ":" + rows;
            sameRows(conv(images.get(":2"), weight, bias), conv(images.get(first), weight, bias));
            sameRows(
                    Ops.groupNorm(images.get(":2"), bias, bias, 16, 1e-5),
                    Ops.groupNorm(images.get(first), bias, bias, 16, 1e-5));
            sameRows(pixels.get(":2").matMul(matrix), pixels.get(first).matMul(matrix));
            NDArray two = pixels.get(":2");
            NDArray more = pixels.get(first);
            sameRows(Ops.sdpa(two, two, two, 4), Ops.sdpa(more, more, more, 4));
            sameRows(Ops.applyProbs(Ops.probs(two, two, 4), two), Ops.applyProbs(Ops.probs(more, more, 4), more));
        }
    }

    private static NDArray conv(NDArray x, NDArray weight, NDArray bias) {
        Shape one = new Shape(1, 1);
        return ai.djl.nn.convolutional.Conv2d.conv2d(x, weight, bias, one, one, one)
                .singletonOrThrow();
    }

    private static void sameRows(NDArray two, NDArray more) {
        assertArrayEquals(two.toFloatArray(), more.get(":2").toFloatArray());
    }

    @Test
    void activations() {
        NDArray x = random(3, 8).mul(2);
        close(x.mul(Activation.sigmoid(x)), Ops.silu(x));
        close(x.mul(Activation.sigmoid(x.mul(1.702f))), Ops.quickGelu(x));
        close(Activation.gelu(x), Ops.gelu(x));
        close(x.get(":, :4").mul(Activation.gelu(x.get(":, 4:"))), Ops.geglu(x));
    }

    /** 2x + y = 4 and x + 3y = 7. */
    @Test
    void solve() {
        NDArray a = manager.create(new float[][] {{2, 1}, {1, 3}});
        NDArray b = manager.create(new float[][] {{4}, {7}});
        close(manager.create(new float[][] {{1}, {2}}), Ops.solve(a, b));
    }

    @Test
    void attention() {
        NDArray q = random(2, 7, 6);
        NDArray k = random(2, 5, 6);
        NDArray v = random(2, 5, 6);
        NDArray maps = heads(q).div(Math.sqrt(2))
                .matMul(heads(k).transpose(0, 1, 3, 2))
                .softmax(-1);
        NDArray expected = maps.matMul(heads(v)).transpose(0, 2, 1, 3).reshape(2, 7, 6);
        close(maps, Ops.probs(q, k, 3));
        close(expected, Ops.applyProbs(maps, v));
        close(expected, Ops.sdpa(q, k, v, 3));
    }

    @Test
    void causalAttention() {
        NDArray q = random(2, 5, 6);
        NDArray k = random(2, 5, 6);
        NDArray v = random(2, 5, 6);
        NDArray index = manager.arange(5f);
        NDArray later = index.reshape(1, 5)
                .gt(index.reshape(5, 1))
                .toType(q.getDataType(), false)
                .mul(-1e9);
        NDArray maps = heads(q).div(Math.sqrt(2))
                .matMul(heads(k).transpose(0, 1, 3, 2))
                .add(later)
                .softmax(-1);
        close(maps.matMul(heads(v)).transpose(0, 2, 1, 3).reshape(2, 5, 6), Ops.sdpaCausal(q, k, v, 3));
    }

    @Test
    void nearestRepeatsPixels() {
        NDArray x = manager.create(new float[] {1, 2, 3, 4}, new Shape(1, 1, 2, 2));
        float[] expected = {1, 1, 2, 1, 1, 2, 3, 3, 4};
        assertArrayEquals(expected, Ops.nearest(x, 3, 3).toFloatArray());
    }

    @Test
    void changesNoArgument() {
        NDArray x = random(1, 4, 2, 2);
        NDArray before = x.duplicate();
        NDArray ones = manager.ones(new Shape(4));
        Ops.groupNormSilu(x, ones, ones, 2, 1e-5);
        Ops.silu(x);
        Ops.geglu(x);
        assertArrayEquals(before.toFloatArray(), x.toFloatArray());
    }

    private NDArray heads(NDArray x) {
        return x.reshape(2, x.getShape().get(1), 3, 2).transpose(0, 2, 1, 3);
    }

    private NDArray random(long... shape) {
        return manager.randomNormal(new Shape(shape));
    }

    private static void close(NDArray expected, NDArray actual) {
        assertEquals(expected.getShape(), actual.getShape());
        assertEquals(0, expected.sub(actual).abs().max().getFloat(), TOLERANCE);
    }
}
