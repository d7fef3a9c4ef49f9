package org.prompttoprompt.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.text.LearnedWord;
import org.prompttoprompt.text.Tokens;

/** Reads prompts as a model does, from its tokenizer alone: nothing is loaded, and no run is waited for. */
public final class PromptReader {
    private PromptReader() {}

    /**
     * Returns the tokens of a prompt, in as many parts as the model reads it in.
     *
     * @throws org.prompttoprompt.Refusal if a file that it needs is missing or not sound
     */
    public static Tokens read(ModelSpec spec, String prompt) {
        ModelLayout layout = ModelLayout.of(spec.place());
        List<LearnedWord> words = learned(spec, layout);
        ClipTokenizer own = layout.tokenizer("tokenizer");
        int rows = layout.config("text_encoder").getInt("vocab_size", 49408);
        ClipTokenizer tokenizer = words.isEmpty() ? own : own.with(words, rows);
        int positions = layout.config("text_encoder").getInt("max_position_embeddings", 77);
        tokenizer.requireFits(
                rows + words.stream().mapToInt(LearnedWord::vectors).sum(), positions);
        boolean few = !ModelFacts.of(layout).defaults().vocabulary().words().isEmpty();
        int parts = few ? 1 : tokenizer.chunks(prompt);
        return parts == 1 ? tokenizer.encode(prompt) : tokenizer.encode(prompt, parts);
    }

    /**
     * Returns the words of a prompt that a model does not know, each with the nearest one that it does, if one is near.
     *
     * @throws org.prompttoprompt.Refusal if a file that it needs is missing or not sound
     */
    public static Map<String, Optional<String>> unknown(ModelSpec spec, Tokens prompt) {
        ModelLayout layout = ModelLayout.of(spec.place());
        return unknown(prompt, learned(spec, layout), ModelFacts.of(layout).defaults());
    }

    static Map<String, Optional<String>> unknown(Tokens prompt, List<LearnedWord> learned, ModelDefaults defaults) {
        List<String> pieces = prompt.words().stream()
                .map(Tokens.Word::text)
                .filter(piece -> learned.stream().noneMatch(word -> word.token().equalsIgnoreCase(piece)))
                .toList();
        return defaults.vocabulary().unknown(pieces);
    }

    private static List<LearnedWord> learned(ModelSpec spec, ModelLayout layout) {
        List<Config> encoders = new ArrayList<>(List.of(layout.config("text_encoder")));
        if (layout.has("text_encoder_2")) encoders.add(layout.config("text_encoder_2"));
        return AddOns.words(spec, encoders);
    }
}
