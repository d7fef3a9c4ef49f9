package org.prompttoprompt.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/**
 * Values of a sweep put where its images change. Even values are drawn, and the widest gaps between neighbours' images are halved
 * until there are twice as many; of all these, the ends among them, those stay whose widest gap is the narrowest that there can be. It is
 * never wider than that of even values.
 *
 * @param resolution values nearer than that make the same image; 0 where all differ
 */
record AdaptiveValues(double resolution) {
    /** Gaps of at least this share of the widest are halved in one round. */
    private static final double WIDE = 0.5;

    private static final double DIGITS = 1e4;

    /**
     * Returns the values in rising order, {@code count} of them, or fewer where there are no more images.
     *
     * @param count at least 2
     * @param images returns what values look like, in their order
     * @param distance of what two of them look like
     */
    <T> List<Double> of(
            double from,
            double to,
            int count,
            Function<List<Double>, List<T>> images,
            ToDoubleBiFunction<T, T> distance) {
        TreeMap<Double, T> seen = new TreeMap<>();
        List<Double> next = even(from, to, count);
        while (!next.isEmpty()) {
            List<T> looks = images.apply(next);
            for (int i = 0; i < next.size(); i++) seen.put(next.get(i), looks.get(i));
            next = halves(seen, from, to, 2 * count - seen.size(), distance);
        }
        return narrowest(seen, count, distance);
    }

    /** Returns evenly spaced values, each as near as there is an image. */
    List<Double> even(double from, double to, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> snapped(from, to, from + i * (to - from) / (count - 1)))
                .distinct()
                .toList();
    }

    private record Gap(double middle, double width) {}

    private <T> List<Double> halves(
            TreeMap<Double, T> seen, double from, double to, int most, ToDoubleBiFunction<T, T> distance) {
        List<Double> values = List.copyOf(seen.keySet());
        List<Gap> gaps = new ArrayList<>();
        for (int i = 1; i < values.size(); i++) {
            double middle = snapped(from, to, (values.get(i - 1) + values.get(i)) / 2);
            if (middle > values.get(i - 1) && middle < values.get(i))
                gaps.add(new Gap(middle, distance.applyAsDouble(seen.get(values.get(i - 1)), seen.get(values.get(i)))));
        }
        double widest = gaps.stream().mapToDouble(Gap::width).max().orElse(0);
        return gaps.stream()
                .filter(gap -> gap.width() >= WIDE * widest)
                .sorted(Comparator.comparingDouble(gap -> -gap.width()))
                .limit(Math.max(0, most))
                .map(Gap::middle)
                .toList();
    }

    /** Of paths from the first to the last value with so many stops, that whose longest leg is the shortest. */
    private static <T> List<Double> narrowest(TreeMap<Double, T> seen, int count, ToDoubleBiFunction<T, T> distance) {
        List<Double> values = List.copyOf(seen.keySet());
        List<T> looks = List.copyOf(seen.values());
        int n = values.size();
        if (n <= count) return values;
        double[][] longest = new double[count][n];
        int[][] before = new int[count][n];
        for (double[] row : longest) Arrays.fill(row, Double.POSITIVE_INFINITY);
        longest[0][0] = 0;
        for (int j = 1; j < n; j++) {
            for (int i = 0; i < j; i++) {
                double leg = distance.applyAsDouble(looks.get(i), looks.get(j));
                for (int stop = 1; stop < count; stop++) {
                    double whole = Math.max(longest[stop - 1][i], leg);
                    if (whole >= longest[stop][j]) continue;
                    longest[stop][j] = whole;
                    before[stop][j] = i;
                }
            }
        }
        List<Double> path = new ArrayList<>();
        int at = n - 1;
        for (int stop = count - 1; stop >= 0; stop--) {
            path.add(0, values.get(at));
            at = before[stop][at];
        }
        return path;
    }

    /** Returns the nearest value that makes an image of its own; the ends stay. */
    private double snapped(double from, double to, double value) {
        if (value == from || value == to) return value;
        double near = resolution == 0 ? value : Math.round(value / resolution) * resolution;
        return Math.round(near * DIGITS) / DIGITS;
    }
}
