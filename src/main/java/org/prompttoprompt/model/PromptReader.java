package org.prompttoprompt.model;

import java.util.ArrayList;
import java.util.List;
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
        List<Config> encoders = new ArrayList<>(List.of(layout.config("text_encoder")));
        if (layout.has("text_encoder_2")) encoders.add(layout.config("text_encoder_2"));
        List<LearnedWord> words = AddOns.words(spec, encoders);
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
}
