package org.prompttoprompt.ij;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.prompttoprompt.metrics.Happened;
import org.prompttoprompt.metrics.Knee;
import org.prompttoprompt.request.FrameKey;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.SweptValue;

/**
 * One curve of a sweep: the similarity to the source over the swept parameter, at one value of the other one.
 *
 * @param name the other parameter's value, such as {@code seed=7}; empty if only one is swept
 * @param rows of the table
 * @param x the swept parameter's values
 * @param y the similarity
 * @param suggested index of the suggested value, -1 if there is none: of judged images the most faithful in which the edit is seen, else
 *     where the curve levels off
 */
public record SweepSeries(String name, List<Integer> rows, double[] x, double[] y, int suggested) {
    /** Shares of the steps with something of the source: 0 is the free target, and more brings the source nearer. */
    private static final Set<Option> SHARES = Set.of(
            Option.TAU,
            Option.SELFATTENTION,
            Option.INJECTION,
            Option.QUERIES,
            Option.KEYS,
            Option.STYLE,
            Option.CARRY);

    /** Returns the parameter on the x axis: the first with more than one value, or the first of all, if there is one. */
    static Optional<Option> axis(List<Map<Option, SweptValue>> values) {
        List<Option> options = List.copyOf(values.get(0).keySet());
        return options.stream()
                .filter(option ->
                        values.stream().map(v -> v.get(option)).distinct().count() > 1)
                .findFirst()
                .or(() -> options.stream().findFirst());
    }

    /** Returns the curves of a table's rows; rows whose value is an interval have no place on the axis. */
    static List<SweepSeries> of(
            Option axis, List<Map<Option, SweptValue>> values, List<Double> similarity, List<Double> judged) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int row = 0; row < values.size(); row++) {
            if (number(values.get(row), axis).isEmpty()) continue;
            Map<Option, SweptValue> others = new LinkedHashMap<>(values.get(row));
            others.remove(axis);
            groups.computeIfAbsent(FrameKey.text(others), k -> new ArrayList<>())
                    .add(row);
        }
        List<SweepSeries> series = new ArrayList<>();
        groups.forEach((name, rows) -> {
            double[] x = rows.stream()
                    .mapToDouble(row -> number(values.get(row), axis).getAsDouble())
                    .toArray();
            double[] y = rows.stream().mapToDouble(similarity::get).toArray();
            double[] told = judged.isEmpty()
                    ? null
                    : rows.stream().mapToDouble(judged::get).toArray();
            series.add(new SweepSeries(groups.size() == 1 ? "" : name, rows, x, y, suggested(axis, x, y, told)));
        });
        return series;
    }

    private static OptionalDouble number(Map<Option, SweptValue> values, Option axis) {
        SweptValue value = values.get(axis);
        return value == null ? OptionalDouble.empty() : value.number();
    }

    /**
     * Only shares have a value to suggest: seeds have no order, and the weight most like the source is 1, which changes
     * nothing. Nor has tau one where more of it leads away from the source, as in re-weighting.
     */
    private static int suggested(Option axis, double[] x, double[] y, double[] judged) {
        boolean rising = SHARES.contains(axis) && x.length > 1;
        for (int i = 1; i < x.length; i++) rising &= x[i] > x[i - 1];
        if (!rising) return -1;
        int knee = Knee.of(x, y);
        return judged == null ? knee : Happened.mostFaithful(judged, y, knee);
    }
}
