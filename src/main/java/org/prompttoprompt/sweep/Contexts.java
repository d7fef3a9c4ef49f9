package org.prompttoprompt.sweep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import org.prompttoprompt.p2p.Variant;

/**
 * The encoded prompts of a run, each [1, tokens, dim].
 *
 * @param empty the empty or negative prompt
 * @param source the source prompt
 * @param targets the target prompts
 */
public record Contexts(NDArray empty, NDArray source, List<NDArray> targets) {
    /** Returns the context of the conditional half, [1 + rows, tokens, dim], or without the source's. */
    NDArray conditional(List<Variant> rows, boolean withSource) {
        NDList all = withSource ? new NDList(source) : new NDList();
        for (Variant row : rows) all.add(targets.get(row.target()));
        return NDArrays.concat(all);
    }

    /** Returns the context of the unconditional half, [rows, tokens, dim]. */
    NDArray unconditional(long rows) {
        return empty.repeat(0, rows);
    }
}
