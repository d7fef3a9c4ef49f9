package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What the rows of a network call are drawn from: the encoded prompts, and what Stable Diffusion XL adds to the time.
 *
 * @param tokens the encoded prompts, [rows, tokens, dim]
 * @param added of a network that takes it
 * @param guidance scale, the same of all rows, for a network that takes it as an input
 */
public record Context(NDArray tokens, Optional<Added> added, OptionalDouble guidance) {
    /**
     * The conditions of Stable Diffusion XL beside the tokens (Podell et al. 2023, section 2.2).
     *
     * @param pooled one vector for each prompt, [rows, channels]
     * @param sizes height and width of the original, top and left of its crop, height and width of the target, [rows, 6]
     */
    public record Added(NDArray pooled, NDArray sizes) {}

    /** Without a guidance scale. */
    public Context(NDArray tokens, Optional<Added> added) {
        this(tokens, added, OptionalDouble.empty());
    }

    /** Returns this with a guidance scale. */
    public Context guided(double scale) {
        return new Context(tokens, added, OptionalDouble.of(scale));
    }

    /** The encoded prompts alone. */
    public static Context of(NDArray tokens) {
        return new Context(tokens, Optional.empty());
    }

    /** Returns the rows of all, one below the other. */
    public static Context concat(List<Context> all) {
        return new Context(
                concat(all, Context::tokens),
                all.get(0)
                        .added()
                        .map(first -> new Added(
                                concat(all, c -> c.added().orElseThrow().pooled()),
                                concat(all, c -> c.added().orElseThrow().sizes()))),
                all.get(0).guidance());
    }

    private static NDArray concat(List<Context> all, Function<Context, NDArray> array) {
        return NDArrays.concat(new NDList(all.stream().map(array).toList()));
    }

    /** Returns a context of so many rows, each the one row of this. */
    public Context repeat(long rows) {
        return new Context(
                tokens.repeat(0, rows),
                added.map(a -> new Added(a.pooled().repeat(0, rows), a.sizes().repeat(0, rows))),
                guidance);
    }
}
