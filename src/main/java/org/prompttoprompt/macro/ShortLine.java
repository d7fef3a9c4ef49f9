package org.prompttoprompt.macro;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.scijava.module.Module;

/** What a recorded line holds: the values that differ from their defaults, and which {@link Defaults} these are. */
public final class ShortLine {
    private static final List<Option> OF_THE_SIZE = List.of(Option.MODEL, Option.WIDTH, Option.HEIGHT);

    private ShortLine() {}

    /** Returns the options of a command with its present inputs, in the order of its dialog. */
    public static Map<String, String> of(Module command) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : MacroLine.keys(command.getInfo())) {
            Object value = command.getInput(key);
            values.put(key, value == null ? "" : String.valueOf(value));
        }
        return shortened(command.getInfo().getMenuPath().getLeaf().getName(), values);
    }

    /** Returns these options of a command without those at their defaults. */
    static Map<String, String> shortened(String command, Map<String, String> values) {
        Map<String, String> defaults = Defaults.current(command);
        Map<String, String> different = new LinkedHashMap<>(values);
        boolean shorter = different
                .entrySet()
                .removeIf(option -> Objects.equals(option.getValue(), defaults.get(option.getKey())));
        if (shorter) different.put(Defaults.KEY, String.valueOf(Defaults.CURRENT));
        return different;
    }

    /**
     * Returns a request that leaves to its model again what the model would fill in as it stands there; the same request where the
     * model is not on this computer.
     */
    public static EditRequest leftToModel(EditRequest request) {
        EditRequest open = EditRequest.of(request.task());
        for (Option option : OF_THE_SIZE) open = open.with(option, request.get(option));
        try {
            EditRequest filled = PromptToPrompt.resolve(open).with(Option.SCHEDULER, PromptToPrompt.sampler(open));
            EditRequest left = request;
            for (Option option : request.task().options()) {
                boolean same = request.get(option).equals(filled.get(option));
                if (same && option != Option.MODEL)
                    left = left.with(option, request.task().defaultValue(option));
            }
            return ofItsSize(left, request);
        } catch (Refusal e) {
            return request;
        }
    }

    /** Leaves the size out too where it is the model's own. */
    private static EditRequest ofItsSize(EditRequest left, EditRequest request) {
        EditRequest own =
                PromptToPrompt.resolve(EditRequest.of(request.task()).with(Option.MODEL, request.get(Option.MODEL)));
        for (Option side : List.of(Option.WIDTH, Option.HEIGHT)) {
            boolean same = request.get(side).equals(own.get(side));
            left = left.with(side, same ? side.defaultValue() : request.get(side));
        }
        return left;
    }
}
