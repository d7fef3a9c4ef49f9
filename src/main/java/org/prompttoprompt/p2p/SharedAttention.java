package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.engine.Ops;

/**
 * Shared self-attention (Hertz et al. 2024, StyleAligned, arXiv 2312.02133, section 3.2): the target looks at the source's pixels
 * besides its own, Attention(Q^, [K, K^], [V, V*]), where Q^ and K^ are the target's queries and keys with the mean and the spread that
 * the source's have, channel by channel (AdaIN): x^ = s(y) (x - m(x)) / s(x) + m(y). What the source looks like goes over; where it
 * is goes over far less than by replaced maps.
 *
 * @param attentions names of the self-attention layers, all of the network
 * @param span when
 */
public record SharedAttention(List<String> attentions, Span span) {
    /** Of no layer. */
    public static final SharedAttention NONE = new SharedAttention(List.of(), new Span(0, 0));

    /** Added to a variance before its root, as published. */
    private static final float EPSILON = 1e-5f;

    public SharedAttention {
        attentions = List.copyOf(attentions);
    }

    /** Returns the names of what is replaced at this step. */
    List<String> at(int step) {
        return span.contains(step)
                ? attentions.stream().map(name -> name + FeatureControl.PRODUCT).toList()
                : List.of();
    }

    /** The operands of one target: queries [1, pixels, channels], keys and values [1, 2 pixels, channels]. */
    record Operands(NDArray q, NDArray k, NDArray v) {
        /** Returns maps times values, [1, pixels, channels]. */
        NDArray product(int heads) {
            return Ops.sdpa(q, k, v, heads);
        }
    }

    /**
     * Returns what a target attends with.
     *
     * @param q of all rows, [rows, pixels, channels]; k and v likewise
     */
    static Operands operands(NDArray q, NDArray k, NDArray v, int source, int target) {
        NDArray keys = row(k, source);
        return new Operands(
                adain(row(q, target), row(q, source)),
                keys.concat(adain(row(k, target), keys), 1),
                row(v, source).concat(row(v, target), 1));
    }

    /** Returns x with the mean and the spread over its pixels that y has, [1, pixels, channels] each. */
    static NDArray adain(NDArray x, NDArray y) {
        return x.sub(mean(x)).div(spread(x)).mul(spread(y)).add(mean(y));
    }

    private static NDArray mean(NDArray x) {
        return x.mean(new int[] {1}, true);
    }

    private static NDArray spread(NDArray x) {
        float others = Math.max(1, x.getShape().get(1) - 1);
        return x.sub(mean(x))
                .square()
                .sum(new int[] {1}, true)
                .div(others)
                .add(EPSILON)
                .sqrt();
    }

    private static NDArray row(NDArray rows, int row) {
        return rows.get(row + ":" + (row + 1));
    }
}
