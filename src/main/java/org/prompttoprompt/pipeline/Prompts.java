package org.prompttoprompt.pipeline;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.ModelFacts;
import org.prompttoprompt.model.ModelFolder;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.PromptReader;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Settings;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.text.Tokens;

/** Whether a model can draw prompts: it knows their words, and their tokens fit. */
public final class Prompts {
    private Prompts() {}

    /**
     * Looks at the prompts of an edit, and at the words that it names in them, before anything is drawn, by the model's tokenizer alone.
     *
     * @throws Refusal naming the first that cannot be drawn, or that is in no prompt
     */
    public static void require(EditRequest request) {
        ModelSpec spec = ModelSpec.of(request);
        Map<Option, Tokens> read = new EnumMap<>(Option.class);
        for (Option option : List.of(Option.PROMPT, Option.TARGET)) {
            String text = request.get(option);
            if (text.isBlank()) continue;
            refuseForeign(option, text);
            Tokens tokens = PromptReader.read(spec, text);
            Map<String, Optional<String>> unknown = PromptReader.unknown(spec, tokens);
            requireKnown(option, text, tokens, unknown, spec.place(), ModelFacts.of(spec.place()));
            read.put(option, tokens);
        }
        Tokens source = read.get(Option.PROMPT);
        Tokens target = request.kind() == Task.REWEIGHT ? source : read.get(Option.TARGET);
        if (source == null || target == null) return; // an empty one is told where all are read
        Settings settings = Settings.of(
                ModelFacts.of(spec.place(), request.get(Option.PREDICTION)).fill(request));
        Edits.requireWords(settings, source, target);
    }

    /** Refuses what means something to other programs. */
    static void refuseForeign(Option option, String text) {
        ForeignSigns.refuse(option, text);
        ForeignWeight.refuse(option, text);
    }

    /** Refuses words that the model does not know, or would not see. */
    static void requireKnown(
            Option option,
            String text,
            Tokens tokens,
            Map<String, Optional<String>> unknown,
            Path model,
            ModelFacts facts) {
        if (!tokens.cut().isEmpty())
            throw new Refusal(option.key() + " is too long: the model reads "
                    + (tokens.ids().size() - 2) + " tokens, and would not see '" + String.join(" ", tokens.cut())
                    + "'. Shorten it.");
        if (unknown.isEmpty()) return;
        throw new Refusal(option.key() + "=" + text + ": " + ModelFolder.title(model) + " does not know "
                + unknown.entrySet().stream()
                        .map(e -> "'" + e.getKey() + "'"
                                + e.getValue()
                                        .map(near -> " (nearest: '" + near + "')")
                                        .orElse(""))
                        .collect(Collectors.joining(", "))
                + ".\nIt knows the comma and: "
                + String.join(", ", facts.defaults().vocabulary().words()) + ".");
    }
}
