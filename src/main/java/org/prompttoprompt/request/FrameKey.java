package org.prompttoprompt.request;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which image of a request an image is: what stands in its slice's label, and the values behind it. Labels are looked up in
 * the list of a request's frames and never taken apart.
 *
 * @param label {@code source}, or the swept values as in {@code tau=0.3 weight=2}
 * @param source whether it is the source image of its seed, before any edit; a plain generation has none
 * @param variant number of the edit within its seed, -1 where there is none
 * @param seed that it was drawn from
 * @param values the swept values, in the order of the label
 */
public record FrameKey(String label, boolean source, int variant, long seed, Map<Option, SweptValue> values) {
    private static final String SOURCE = "source";

    public FrameKey {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns all images of a request in their order: of each seed the source before each run of the first axis. */
    public static List<FrameKey> of(EditRequest request) {
        Axes axes = Axes.of(request);
        return request.seeds().stream()
                .flatMap(seed -> of(request, axes, seed).stream())
                .toList();
    }

    static List<FrameKey> of(EditRequest request, Axes axes, long seed) {
        Map<Option, SweptValue> slowest = axes.seeds() ? Map.of(Option.SEED, SweptValue.of(seed)) : Map.of();
        if (request.task() == Task.GENERATE) {
            return List.of(new FrameKey(Option.SEED.key() + "=" + seed, false, -1, seed, slowest));
        }
        List<FrameKey> frames = new ArrayList<>();
        List<Map<Option, SweptValue>> combinations = axes.combinations();
        for (int v = 0; v < combinations.size(); v++) {
            if (v % axes.perSource() == 0) {
                frames.add(new FrameKey((SOURCE + " " + text(slowest)).strip(), true, -1, seed, slowest));
            }
            Map<Option, SweptValue> values = new LinkedHashMap<>(combinations.get(v));
            values.putAll(slowest);
            if (values.isEmpty()) values.putAll(onlyValue(request));
            frames.add(new FrameKey(text(values) + inSteps(values, request), false, v, seed, values));
        }
        return frames;
    }

    /** What few steps leave of tau, whatever the sampler. */
    private static String inSteps(Map<Option, SweptValue> values, EditRequest request) {
        if (!values.containsKey(Option.TAU) || request.get(Option.SOFT).equals("yes")) return "";
        int steps = values.containsKey(Option.STEPS)
                ? (int) values.get(Option.STEPS).number().orElseThrow()
                : request.numbers(Option.STEPS).get(0).intValue();
        return values.get(Option.TAU)
                .window()
                .filter(window -> FewSteps.are(steps))
                .map(window -> " (" + FewSteps.text(window, steps) + ")")
                .orElse("");
    }

    /** What an edit without a sweep is called. */
    private static Map<Option, SweptValue> onlyValue(EditRequest request) {
        if (request.kind() == Task.REWEIGHT && !request.takesWeight()) {
            return Map.of(Option.WORDS, SweptValue.of(request.get(Option.WORDS)));
        }
        Option option = request.kind() == Task.REWEIGHT ? Option.WEIGHT : Option.TAU;
        return Map.of(option, request.sweptValues(option).get(0));
    }

    /** Returns swept values as a label writes them. */
    public static String text(Map<Option, SweptValue> values) {
        return values.entrySet().stream()
                .map(e -> e.getKey().key() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }

    /** Returns which image of a request is its first, no source of an edit. */
    public static FrameKey firstImage(EditRequest request) {
        return of(request).stream().filter(key -> !key.source).findFirst().orElseThrow();
    }

    /** Returns the image of a request that a label names, if one does. */
    public static Optional<FrameKey> named(String label, EditRequest request) {
        return of(request).stream().filter(frame -> frame.label.equals(label)).findFirst();
    }

    /** Returns the request that makes this image of a request alone. */
    public EditRequest alone(EditRequest request) {
        EditRequest one = (source ? request.ofSource() : request).with(Option.SEED, seed);
        for (Map.Entry<Option, SweptValue> value : values.entrySet()) {
            if (one.task().options().contains(value.getKey())) one = one.with(value.getKey(), value.getValue());
        }
        return one;
    }
}
