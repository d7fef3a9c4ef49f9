package org.prompttoprompt.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/**
 * Samples that are drawn by one request, which differ in the values of one parameter alone.
 *
 * @param request with all of these values
 * @param samples in the order of its edited images
 */
record Sweep(EditRequest request, List<Sample> samples) {
    /** What may vary in one walk, the most frequent first. */
    private static final List<Option> VARYING = List.of(
            Option.TAU,
            Option.WEIGHT,
            Option.SELFATTENTION,
            Option.INJECTION,
            Option.QUERIES,
            Option.KEYS,
            Option.STYLE,
            Option.CARRY);

    /** Returns as few sweeps of these samples as taking one parameter after the other makes; all have the same source. */
    static List<Sweep> of(List<Sample> samples) {
        List<Sweep> sweeps = new ArrayList<>();
        List<Sample> left = new ArrayList<>(samples);
        for (Option option : VARYING) {
            Map<String, List<Sample>> alike = new LinkedHashMap<>();
            for (Sample sample : left) {
                if (canVary(sample.request(), option))
                    alike.computeIfAbsent(without(sample.request(), option), key -> new ArrayList<>())
                            .add(sample);
            }
            for (List<Sample> group : alike.values()) {
                if (group.size() < 2) continue;
                sweeps.add(together(option, group));
                left.removeAll(group);
            }
        }
        for (Sample sample : left) sweeps.add(new Sweep(sample.request(), List.of(sample)));
        return sweeps;
    }

    /** What is left to the model, or follows tau, is no value of a list. */
    private static boolean canVary(EditRequest request, Option option) {
        if (request.task() == Task.GENERATE || !request.task().options().contains(option)) return false;
        if (option == Option.WEIGHT && !request.takesWeight()) return false;
        return request.get(option).matches("[0-9.eE+-]+");
    }

    private static String without(EditRequest request, Option option) {
        return request.with(option, "").toText();
    }

    private static Sweep together(Option option, List<Sample> group) {
        String values =
                group.stream().map(sample -> sample.request().get(option)).collect(Collectors.joining(", "));
        return new Sweep(group.get(0).request().with(option, values), List.copyOf(group));
    }
}
