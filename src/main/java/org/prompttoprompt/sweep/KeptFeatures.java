package org.prompttoprompt.sweep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * Features of a walk's latest evaluations, row by row, for evaluations that do not compute them. Rows are numbered as those of the
 * latents, in the half of the guidance without the prompt as {@link #withoutPrompt}. Both halves may ask at once.
 */
final class KeptFeatures implements AutoCloseable {
    private final NDManager manager;
    private final Map<String, Map<Integer, Kept>> layers = new ConcurrentHashMap<>();

    /**
     * One row's features.
     *
     * @param evaluation in which they were computed
     */
    private record Kept(int evaluation, NDArray features) {}

    KeptFeatures(NDManager parent) {
        manager = parent.newSubManager();
    }

    /** Returns the number of a row in the half of the guidance without the prompt. */
    static int withoutPrompt(int row) {
        return -1 - row;
    }

    /** Keeps copies of what a layer gave for these rows, its first axis, in place of what it gave before. */
    void keep(String layer, int evaluation, int[] rows, NDArray features) {
        Map<Integer, Kept> kept = layers.computeIfAbsent(layer, name -> new ConcurrentHashMap<>());
        for (int i = 0; i < rows.length; i++) {
            NDArray row = features.get(i + ":" + (i + 1)).duplicate();
            NDScope.unregister(row);
            row.attach(manager);
            Kept before = kept.put(rows[i], new Kept(evaluation, row));
            if (before != null) before.features().close();
        }
    }

    /** Returns what a layer gave for these rows, a new array. */
    NDArray of(String layer, int[] rows) {
        return joined(rows, row -> one(layer, row).features());
    }

    /**
     * Returns what a layer gave for these rows, on the average of both halves of the guidance where both were computed at once, as
     * T-GATE freezes cross-attention (Zhang et al. 2024, section 4); a new array.
     */
    NDArray average(String layer, int[] rows) {
        return joined(rows, row -> {
            Kept prompted = one(layer, row);
            Kept empty = layers.get(layer).get(withoutPrompt(row));
            return empty == null || empty.evaluation() != prompted.evaluation()
                    ? prompted.features()
                    : prompted.features().add(empty.features()).divi(2);
        });
    }

    private Kept one(String layer, int row) {
        Kept kept = layers.getOrDefault(layer, Map.of()).get(row);
        if (kept == null) throw new IllegalStateException("Nothing of " + layer + " was kept for row " + row);
        return kept;
    }

    private static NDArray joined(int[] rows, IntFunction<NDArray> features) {
        NDList list = new NDList();
        for (int row : rows) list.add(features.apply(row));
        return list.size() == 1 ? list.head().duplicate() : NDArrays.concat(list);
    }

    @Override
    public void close() {
        manager.close();
    }
}
