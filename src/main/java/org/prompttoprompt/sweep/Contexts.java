package org.prompttoprompt.sweep;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.unet.Context;

/**
 * The encoded prompts of a run, of one row each.
 *
 * @param empty the empty or negative prompt
 * @param source the source prompt
 * @param targets the target prompts
 */
public record Contexts(Context empty, Context source, List<Context> targets) {
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
        return empty.repeat(rows);
    }
}
