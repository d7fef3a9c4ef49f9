package org.prompttoprompt.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/**
 * Values of a sweep put where its images change. Even values are drawn, and the widest gaps between neighbours' images are halved
 * until there are as many as may be drawn; of all these, the ends among them, those stay whose widest gap is the narrowest that there
 * can be, and of such the ones whose gaps are most alike, that is, have the smallest sum of squares. The widest gap is never wider
 * than that of even values.
 *
 * @param resolution values nearer than that make the same image; 0 where all differ
 */
record AdaptiveValues(double resolution) {
    /** Gaps of at least this share of the widest are halved in one round. */
    private static final double WIDE = 0.5;

    /** After the even values so many rounds are drawn at most: a round halves at least that part of what may still be drawn. */
    static final int ROUNDS = 8;

    private static final double DIGITS = 1e4;
    /** What rounding may add to a gap. */
    private static final double ROUNDING = 1e-9;

    /**
     * Returns the values in rising order, {@code count} of them, or fewer where there are no more images.
     *
     * @param count at least 2
     * @param most how many images may be drawn, at least {@code count}
     * @param images returns what values look like, in their order
     * @param distance of what two of them look like
     */
    <T> List<Double> of(
            double from,
            double to,
            int count,
            int most,
            Function<List<Double>, List<T>> images,
            ToDoubleBiFunction<T, T> distance) {
        TreeMap<Double, T> seen = new TreeMap<>();
        List<Double> next = even(from, to, count);
        while (!next.isEmpty()) {
            List<T> looks = images.apply(next);
            for (int i = 0; i < next.size(); i++) seen.put(next.get(i), looks.get(i));
            next = halves(seen, from, to, most - seen.size(), (most - count + ROUNDS - 1) / ROUNDS, distance);
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
            TreeMap<Double, T> seen, double from, double to, int most, int least, ToDoubleBiFunction<T, T> distance) {
        List<Double> values = List.copyOf(seen.keySet());
        List<Gap> gaps = new ArrayList<>();
        for (int i = 1; i < values.size(); i++) {
            double middle = snapped(from, to, (values.get(i - 1) + values.get(i)) / 2);
            if (middle > values.get(i - 1) && middle < values.get(i))
                gaps.add(new Gap(middle, distance.applyAsDouble(seen.get(values.get(i - 1)), seen.get(values.get(i)))));
        }
        double widest = gaps.stream().mapToDouble(Gap::width).max().orElse(0);
        gaps.sort(Comparator.comparingDouble(gap -> -gap.width()));
        long wide = gaps.stream().filter(gap -> gap.width() >= WIDE * widest).count();
        return gaps.stream()
                .limit(Math.max(0, Math.min(most, Math.max(least, wide))))
                .map(Gap::middle)
                .toList();
    }

    private static <T> List<Double> narrowest(TreeMap<Double, T> seen, int count, ToDoubleBiFunction<T, T> distance) {
        List<Double> values = List.copyOf(seen.keySet());
        List<T> looks = List.copyOf(seen.values());
        int n = values.size();
        if (n <= count) return values;
        double[][] legs = new double[n][n];
        for (int j = 1; j < n; j++)
            for (int i = 0; i < j; i++) legs[i][j] = distance.applyAsDouble(looks.get(i), looks.get(j));
        double widest = new Path(legs, count, Double.POSITIVE_INFINITY, Math::max).cost();
        Path even = new Path(legs, count, widest * (1 + ROUNDING), (whole, leg) -> whole + leg * leg);
        return even.stops().stream().map(values::get).toList();
    }

    /** The cheapest path from the first to the last place with so many stops and no leg longer than a limit. */
    private static final class Path {
        private final double[][] cost;
        private final int[][] before;

        /** @param add returns what a path costs with one more leg; it never falls with either */
        Path(double[][] legs, int stops, double longest, DoubleBinaryOperator add) {
            int n = legs.length;
            cost = new double[stops][n];
            before = new int[stops][n];
            for (double[] row : cost) Arrays.fill(row, Double.POSITIVE_INFINITY);
            cost[0][0] = 0;
            for (int j = 1; j < n; j++) {
                for (int i = 0; i < j; i++) {
                    for (int stop = 1; stop < stops && legs[i][j] <= longest; stop++) {
                        double whole = add.applyAsDouble(cost[stop - 1][i], legs[i][j]);
                        if (whole >= cost[stop][j]) continue;
                        cost[stop][j] = whole;
                        before[stop][j] = i;
                    }
                }
            }
        }

        double cost() {
            return cost[cost.length - 1][cost[0].length - 1];
        }

        List<Integer> stops() {
            List<Integer> stops = new ArrayList<>();
            int at = cost[0].length - 1;
            for (int stop = cost.length - 1; stop >= 0; stop--) {
                stops.add(0, at);
                at = before[stop][at];
            }
            return stops;
        }
    }

    /** Returns the nearest value that makes an image of its own; the ends stay. */
    private double snapped(double from, double to, double value) {
        if (value == from || value == to) return value;
        double near = resolution == 0 ? value : Math.round(value / resolution) * resolution;
        return Math.round(near * DIGITS) / DIGITS;
    }
}
