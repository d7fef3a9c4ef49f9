package org.prompttoprompt.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/**
 * Samples with one source, which is drawn once for all of them: what is run as a whole, and begun anew if it was interrupted. Its
 * images follow from it alone, whatever runs before it and wherever.
 *
 * @param sweeps in their order
 * @param keepsSource whether it is this unit that writes the source's files
 */
record Unit(List<Sweep> sweeps, boolean keepsSource) {
    /** So many samples at most, so that an interruption loses little. */
    static final int LARGEST = 32;

    Unit {
        sweeps = List.copyOf(sweeps);
    }

    /** Returns the units of samples, in the order of their first rows; of equal samples the first alone. */
    static List<Unit> of(List<Sample> samples) {
        Map<String, Map<String, Sample>> bySource = new LinkedHashMap<>();
        for (Sample sample : samples) {
            bySource.computeIfAbsent(sample.source(), key -> new LinkedHashMap<>())
                    .putIfAbsent(sample.id(), sample);
        }
        List<Unit> units = new ArrayList<>();
        for (Map<String, Sample> different : bySource.values()) {
            List<Sample> all = List.copyOf(different.values());
            for (int i = 0; i < all.size(); i += LARGEST)
                units.add(new Unit(Sweep.of(all.subList(i, Math.min(all.size(), i + LARGEST))), i == 0));
        }
        return units;
    }

    /** Returns whether its source is a file of its own that is missing. */
    boolean wantsSource(Predicate<String> missing) {
        boolean edits = samples().stream().anyMatch(sample -> sample.request().task() != Task.GENERATE);
        return keepsSource && edits && missing.test(samples().get(0).sourceId());
    }

    /** Returns whether nothing of it is missing. */
    boolean isDone(Predicate<String> missing) {
        return !wantsSource(missing) && samples().stream().noneMatch(sample -> missing.test(sample.id()));
    }

    List<Sample> samples() {
        return sweeps.stream().flatMap(sweep -> sweep.samples().stream()).toList();
    }

    /** Returns the request that draws the source first, where several edits follow; an image that is there needs none. */
    Optional<EditRequest> source() {
        EditRequest first = sweeps.get(0).request();
        return sweeps.size() < 2 || first.task().takesImage()
                ? Optional.empty()
                : Optional.of(sweeps.stream()
                        .map(Sweep::request)
                        .filter(request -> request.task() == Task.GENERATE)
                        .findFirst()
                        .orElse(first.ofSource()));
    }
}
