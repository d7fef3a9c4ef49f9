package org.prompttoprompt.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.prompttoprompt.p2p.Variant;

/**
 * Which rows the network runs at each step. Variants share a row as long as all that was done to them has been equal, so
 * their images are those of single edits. The source runs once, as row 0.
 *
 * @param variants the images asked for
 * @param steps the target rows of each step
 */
public record SweepPlan(List<Variant> variants, List<List<Row>> steps) {
    /** A target row, the target row of the step before that it continues, and the variants it stands for. */
    public record Row(int parent, List<Integer> variants) {}

    /** Returns the plan of {@code variants} over {@code evaluations} network evaluations. */
    public static SweepPlan of(List<Variant> variants, int evaluations) {
        List<Row> rows = variants.isEmpty()
                ? List.of()
                : List.of(new Row(0, IntStream.range(0, variants.size()).boxed().toList()));
        List<List<Row>> plan = new ArrayList<>();
        for (int step = 0; step < evaluations; step++) {
            rows = split(rows, variants, step);
            plan.add(rows);
        }
        return new SweepPlan(List.copyOf(variants), List.copyOf(plan));
    }

    private static List<Row> split(List<Row> rows, List<Variant> variants, int step) {
        List<Row> next = new ArrayList<>();
        for (int parent = 0; parent < rows.size(); parent++) {
            Map<Object, List<Integer>> groups = new LinkedHashMap<>();
            for (int v : rows.get(parent).variants()) {
                groups.computeIfAbsent(variants.get(v).at(step), k -> new ArrayList<>())
                        .add(v);
            }
            for (List<Integer> group : groups.values()) next.add(new Row(parent, group));
        }
        return next;
    }

    /** Returns the first variant of each target row of a step: what is done to the row. */
    public List<Variant> leads(int step) {
        return steps.get(step).stream()
                .map(row -> variants.get(row.variants().get(0)))
                .toList();
    }

    /** Returns the row of a variant in the last step, the source's being 0. */
    public int lastRow(int variant) {
        return row(steps.size() - 1, variant);
    }

    /** Returns the row of a variant in a step, the source's being 0. */
    public int row(int step, int variant) {
        List<Row> rows = steps.get(step);
        for (int r = 0; r < rows.size(); r++) if (rows.get(r).variants().contains(variant)) return r + 1;
        throw new IllegalArgumentException("There is no variant " + variant);
    }

    /** Returns how many rows the network runs at this step, the source and both halves of the guidance included. */
    public int rows(int step) {
        return 2 * (1 + steps.get(step).size());
    }

    /** Returns the largest number of rows of one network pass, the source included. */
    public int widest() {
        return 1 + steps.stream().mapToInt(List::size).max().orElse(0);
    }

    /** Returns how many rows the network runs in all. */
    public long cost() {
        return IntStream.range(0, steps.size()).mapToLong(this::rows).sum();
    }

    /** Returns how many rows the same images cost as single edits, each with its own source. */
    public long naiveCost() {
        return Math.max(1, variants.size()) * (variants.isEmpty() ? 2L : 4L) * steps.size();
    }
}
