package org.prompttoprompt.pipeline;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.ModelFolder;
import org.prompttoprompt.model.ModelOutline;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Settings;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.text.Tokens;
import org.prompttoprompt.text.Vocabulary;

/** Whether a model can draw prompts: it knows their words, and their tokens fit. */
public final class Prompts {
    private Prompts() {}

    /**
     * Looks at the prompts of an edit, and at the words that it names in them, before anything is drawn, by the model's tokenizer alone.
     *
     * @throws Refusal naming the first that cannot be drawn, or that is in no prompt
     */
    public static void require(EditRequest request) {
        ModelOutline model = ModelOutline.of(ModelSpec.of(request));
        Map<Option, Tokens> read = new EnumMap<>(Option.class);
        for (Option option : List.of(Option.PROMPT, Option.TARGET)) {
            String text = request.get(option);
            if (text.isBlank()) continue;
            refuseForeign(option, text);
            Tokens tokens = model.tokens(text);
            requireKnown(option, text, tokens, model);
            read.put(option, tokens);
        }
        Tokens source = read.get(Option.PROMPT);
        Tokens target = request.kind() == Task.REWEIGHT ? source : read.get(Option.TARGET);
        if (source == null || target == null) return; // an empty one is told where all are read
        Edits.requireWords(Settings.of(model.facts().fill(request)), source, target);
    }

    /** Refuses what means something to other programs. */
    static void refuseForeign(Option option, String text) {
        ForeignSigns.refuse(option, text);
        ForeignWeight.refuse(option, text);
    }

    /** Refuses words that the model does not know, or would not see. */
    static void requireKnown(Option option, String text, Tokens tokens, ModelOutline model) {
        if (!tokens.cut().isEmpty())
            throw new Refusal(option.key() + " is too long: the model reads "
                    + (tokens.ids().size() - 2) + " tokens, and would not see '" + String.join(" ", tokens.cut())
                    + "'. Shorten it.");
        Map<String, Optional<String>> unknown = model.unknown(tokens);
        if (unknown.isEmpty()) return;
        throw new Refusal(option.key() + "=" + text + ": " + ModelFolder.title(model.place()) + " does not know "
                + unknown.entrySet().stream()
                        .map(e -> "'" + e.getKey() + "'"
                                + e.getValue()
                                        .map(near -> " (nearest: '" + near + "')")
                                        .orElse(""))
                        .collect(Collectors.joining(", "))
                + "." + Vocabulary.LISTED
                + String.join(", ", model.facts().defaults().vocabulary().words()) + ".");
    }
}
