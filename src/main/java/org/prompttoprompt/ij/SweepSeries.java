package org.prompttoprompt.ij;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.prompttoprompt.metrics.Knee;
import org.prompttoprompt.request.Option;

/**
 * One curve of a sweep: the similarity to the source over the swept parameter, at one value of the other one.
 *
 * @param name the other parameter's value, such as {@code seed=7}; empty if only one is swept
 * @param rows of the table
 * @param x the swept parameter's values
 * @param y the similarity
 * @param knee index of the suggested value, -1 if there is none
 */
public record SweepSeries(String name, List<Integer> rows, double[] x, double[] y, int knee) {
    /** Shares of the steps with something of the source: 0 is the free target, and more brings the source nearer. */
    private static final Set<String> SHARES =
            Set.of(Option.TAU.key(), Option.SELFATTENTION.key(), Option.INJECTION.key(), Option.QUERIES.key());

    /** Returns the parameter on the x axis: the first with more than one value, or the first of all. */
    static String axis(List<Map<String, String>> values) {
        List<String> keys = new ArrayList<>(values.get(0).keySet());
        return keys.stream()
                .filter(key -> values.stream().map(v -> v.get(key)).distinct().count() > 1)
                .findFirst()
                .orElse(keys.get(0));
    }

    /** Returns the curves of a table's rows; rows whose value is an interval have no place on the axis. */
    static List<SweepSeries> of(String axis, List<Map<String, String>> values, List<Double> similarity) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int row = 0; row < values.size(); row++) {
            if (number(values.get(row).get(axis)) == null) continue;
            String name = values.get(row).entrySet().stream()
                    .filter(e -> !e.getKey().equals(axis))
                    .map(e -> e.getKey() + "=" + e.getValue())
                    .collect(Collectors.joining(" "));
            groups.computeIfAbsent(name, k -> new ArrayList<>()).add(row);
        }
        List<SweepSeries> series = new ArrayList<>();
        groups.forEach((name, rows) -> {
            double[] x = rows.stream()
                    .mapToDouble(row -> number(values.get(row).get(axis)))
                    .toArray();
            double[] y = rows.stream().mapToDouble(similarity::get).toArray();
            series.add(new SweepSeries(groups.size() == 1 ? "" : name, rows, x, y, knee(axis, x, y)));
        });
        return series;
    }

    /**
     * Only shares have a value to suggest: seeds have no order, and the weight most like the source is 1, which changes
     * nothing. Nor has tau one where more of it leads away from the source, as in re-weighting.
     */
    private static int knee(String axis, double[] x, double[] y) {
        boolean rising = SHARES.contains(axis);
        for (int i = 1; i < x.length; i++) rising &= x[i] > x[i - 1];
        return rising ? Knee.of(x, y) : -1;
    }

    /** Returns the number, or null if the text is none. */
    static Double number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException | NullPointerException e) {
            return null;
        }
    }
}
