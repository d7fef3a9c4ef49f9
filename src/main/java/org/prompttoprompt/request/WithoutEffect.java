package org.prompttoprompt.request;

import static org.prompttoprompt.request.Option.BLENDFROM;
import static org.prompttoprompt.request.Option.CARRY;
import static org.prompttoprompt.request.Option.COMBINE;
import static org.prompttoprompt.request.Option.DETAIL;
import static org.prompttoprompt.request.Option.INNER;
import static org.prompttoprompt.request.Option.MIXING;
import static org.prompttoprompt.request.Option.PROMPT;
import static org.prompttoprompt.request.Option.QUANTILE;
import static org.prompttoprompt.request.Option.SOURCESCALE;
import static org.prompttoprompt.request.Option.TARGET;
import static org.prompttoprompt.request.Option.THRESHOLD;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values that were changed and do nothing in this run, because what they belong to is not asked for. They are told and not refused: a
 * recipe holds all values, and macros and dialogs keep them from one run to the next.
 */
public final class WithoutEffect {
    private WithoutEffect() {}

    /**
     * Returns a sentence for what acts on nothing, and one where the edited prompt is the prompt; none where all acts.
     *
     * @param settings of the run
     * @param masked whether a mask says where it may change
     */
    public static List<String> of(Settings settings, boolean masked) {
        EditRequest request = settings.request();
        List<String> idle = new ArrayList<>();
        needs(settings, masked).forEach((option, need) -> {
            if (!request.get(option).equals(request.task().defaultValue(option)))
                idle.add(option.key() + "=" + request.get(option) + " (" + need + ")");
        });
        List<String> lines = new ArrayList<>();
        if (!idle.isEmpty()) lines.add("Without effect here: " + String.join(", ", idle) + ".");
        if (isSame(settings))
            lines.add("The edited prompt is the prompt: the edited image is to show the same. Write another one.");
        return lines;
    }

    /** Words that are re-weighted and an object that moves change an image by themselves; an edit of an image refuses it. */
    private static boolean isSame(Settings settings) {
        EditRequest request = settings.request();
        return (request.task() == Task.SWAP || request.task() == Task.PHRASE)
                && request.get(TARGET).strip().equals(request.get(PROMPT).strip())
                && settings.move().isEmpty()
                && settings.variants().stream()
                        .allMatch(values -> values.weights().isEmpty());
    }

    private static Map<Option, String> needs(Settings settings, boolean masked) {
        Map<Option, String> needs = new LinkedHashMap<>();
        boolean words = !settings.blend().words().isEmpty();
        boolean moves = settings.move().isPresent();
        if (!words) {
            needs.put(THRESHOLD, "it is of the words of blend");
            needs.put(DETAIL, "it is of the words of blend");
        }
        if (!words || !masked) needs.put(COMBINE, "it needs words of blend and a mask");
        if (moves) needs.put(BLENDFROM, "an object that moves is carried from the first step on");
        else if (!words && !masked) needs.put(BLENDFROM, "it needs words of blend or a mask");
        if (!moves) needs.put(CARRY, "no object is moved");
        if (settings.variants().stream().allMatch(values -> values.text() == TextShare.TARGET))
            needs.put(MIXING, "mix=1 reads the edited prompt alone");
        settings.way().ifPresent(way -> {
            if (way.method() != Method.DDPM) needs.put(SOURCESCALE, "it is of method=ddpm");
            if (way.method() != Method.PROXIMAL) needs.put(QUANTILE, "it is of method=proximal");
            if (way.method() != Method.NULLTEXT) needs.put(INNER, "it is of method=nulltext");
        });
        return needs;
    }
}
