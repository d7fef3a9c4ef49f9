package org.prompttoprompt.sweep;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.unet.Context;

/**
 * The encoded prompts of a run, of one row each.
 *
 * @param negative the empty or negative prompt, where something reads it
 * @param source the source prompt
 * @param targets the target prompts
 */
public record Contexts(Optional<Context> negative, Context source, List<Context> targets) {
    public Contexts(Context empty, Context source, List<Context> targets) {
        this(Optional.of(empty), source, targets);
    }

    /** Of prompts alone, each [1, tokens, dim]. */
    public Contexts(NDArray empty, NDArray source, List<NDArray> targets) {
        this(
                Context.of(empty),
                Context.of(source),
                targets.stream().map(Context::of).toList());
    }

    /** Returns the context of the conditional half, of 1 + rows, or without the source's. */
    Context conditional(List<Variant> rows, boolean withSource) {
        List<Context> all = new ArrayList<>();
        if (withSource) all.add(source);
        for (Variant row : rows) all.add(targets.get(row.target()));
        return Context.concat(all);
    }

    /** Returns the context of the unconditional half, of so many rows. */
    Context unconditional(long rows) {
        return empty().repeat(rows);
    }

    /** Returns the empty or negative prompt, which must be there. */
    public Context empty() {
        return negative.orElseThrow();
    }
}
