package org.prompttoprompt.batch;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.prompttoprompt.dataset.DataFolder;
import org.prompttoprompt.pipeline.Cost;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/**
 * What a data set comes to before anything is drawn.
 *
 * @param rows of the table
 * @param samples all that they ask for, duplicates included
 * @param units in which they are drawn
 * @param costs of the sweeps, in their order
 * @param out folder of the data set
 */
public record DatasetPlan(int rows, List<Sample> samples, List<Unit> units, Map<Sweep, Cost> costs, DataFolder out) {
    /** Bytes of a pixel: three of the image, two of the labels, and as many again where a layout needs another format. */
    private static final int PER_PIXEL = 10;

    /** Decoding an image takes about as long as so many network rows. */
    static final long ROWS_OF_AN_IMAGE = 3;

    /** Returns a size for people. */
    private static String size(long bytes) {
        return bytes < 1e9
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    /** Returns a time for people. */
    static String time(double seconds) {
        return seconds < 120
                ? Math.round(seconds) + " s"
                : seconds < 7200
                        ? Math.round(seconds / 60) + " min"
                        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }

    /** Returns the lines for people with the time that it takes. */
    public String toString(double seconds) {
        return this + "\nTime: about " + time(seconds) + " at the speed of a step just now.";
    }

    /**
     * Returns the lines for people with the time that it takes on so many machines, each as fast as the one where {@link
     * DatasetMaker#seconds} was asked; a unit is never shared.
     */
    public String toString(double seconds, List<Integer> machines) {
        return this + "\nTime at the speed of a step just now, on machines like this one: "
                + machines.stream()
                        .map(n -> n + (n == 1 ? " machine " : " machines ") + time(seconds / Math.min(n, units.size())))
                        .collect(Collectors.joining(", "))
                + ".";
    }

    /** Returns how many different images are asked for, sources of edits not counted. */
    public long images() {
        return units.stream().mapToLong(unit -> unit.samples().size()).sum();
    }

    /** Returns how many sources of edits come with them that no row asks for. */
    public long sources() {
        Set<String> asked = samples.stream().map(Sample::id).collect(Collectors.toSet());
        return units.stream()
                .filter(unit -> unit.wantsSource(id -> true))
                .map(unit -> unit.samples().get(0).sourceId())
                .filter(id -> !asked.contains(id))
                .distinct()
                .count();
    }

    /** Returns the network rows of a sweep in its unit, where its source may be known. */
    private long rows(Unit unit, Sweep sweep) {
        long all = costs.get(sweep).rows();
        return unit.source().isEmpty() ? all : Math.max(0, all - source(unit));
    }

    /** Returns the network rows that draw a unit's source before its sweeps: half of those of one edit. */
    private long source(Unit unit) {
        if (unit.source().isEmpty()) return 0;
        EditRequest source = unit.source().get();
        long steps = source.whole(Option.STEPS, 1, EditRequest.MAX_STEPS);
        return source.get(Option.GUIDANCE).equals("1") ? steps : 2 * steps;
    }

    /** Returns what a unit takes. */
    UnitCost cost(Unit unit) {
        return new UnitCost(
                source(unit),
                unit.sweeps().stream().map(sweep -> rows(unit, sweep)).toList());
    }

    /** Returns what all of it takes, and what the same images take as single runs. */
    public Cost cost() {
        long all = 0;
        long oneByOne = 0;
        for (Unit unit : units) {
            all += cost(unit).rows();
            for (Sweep sweep : unit.sweeps()) {
                oneByOne +=
                        Math.max(costs.get(sweep).oneByOne(), costs.get(sweep).rows());
            }
        }
        return new Cost(all, oneByOne);
    }

    /** Returns about how many bytes it takes on the disk. */
    public long bytes() {
        long bytes = 0;
        for (Unit unit : units) {
            EditRequest request = unit.sweeps().get(0).request();
            long pixels = (long) request.whole(Option.WIDTH, 1, EditRequest.MAX_SIDE)
                    * request.whole(Option.HEIGHT, 1, EditRequest.MAX_SIDE);
            long files = unit.samples().size() + (unit.wantsSource(id -> true) ? 1 : 0);
            bytes += files * (PER_PIXEL * pixels + 4096);
        }
        return bytes;
    }

    /** Returns how much the disk still takes, {@code Long.MAX_VALUE} where that is not known. */
    long free() {
        return out.free();
    }

    /** Returns lines for people. */
    @Override
    public String toString() {
        String kinds = samples.stream()
                .collect(Collectors.groupingBy(
                        sample -> sample.request().task().name().toLowerCase(Locale.ROOT),
                        TreeMap::new,
                        Collectors.counting()))
                .entrySet()
                .stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
        long twice = samples.size() - images();
        return String.format(
                Locale.ROOT,
                "%s for %s (%s)%s%s.%n%s.%nOn disk: about %s%s.",
                rows == 1 ? "1 row asks" : rows + " rows ask",
                images() == 1 ? "1 image" : images() + " images",
                kinds,
                sources() == 0 ? "" : ", with the sources of edits " + (images() + sources()),
                twice == 0 ? "" : "; " + twice + " are asked for twice and made once",
                cost(),
                size(bytes()),
                free() == Long.MAX_VALUE ? "" : " of " + size(free()) + " that are free");
    }
}
