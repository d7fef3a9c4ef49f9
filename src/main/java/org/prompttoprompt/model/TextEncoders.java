package org.prompttoprompt.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.text.LearnedWord;
import org.prompttoprompt.text.Tokens;
import org.prompttoprompt.unet.Context;

/**
 * The text encoders of a model with their tokenizers: one, or two in Stable Diffusion XL, whose states before the last layer lie
 * side by side (Podell et al. 2023, section 2.1).
 */
final class TextEncoders {
    /** An encoder and its tokenizer. */
    record One(ClipTokenizer tokenizer, ClipTextModel text) {}

    private final List<LearnedWord> words;
    private final One first;
    private final Optional<One> second;
    private final boolean zerosForEmptyPrompt;

    TextEncoders(ModelLayout layout, ModelSpec spec, Opening opening, NDManager manager) {
        boolean two = layout.has("text_encoder_2");
        List<Config> options = two
                ? List.of(layout.config("text_encoder"), layout.config("text_encoder_2"))
                : List.of(layout.config("text_encoder"));
        words = AddOns.words(spec, options);
        first = open(layout, spec, "", opening, manager, 0);
        second = two ? Optional.of(open(layout, spec, "_2", opening, manager, 1)) : Optional.empty();
        second.ifPresent(other -> other.text().requireProjection(layout.place()));
        zerosForEmptyPrompt = layout.zerosForEmptyPrompt();
    }

    private One open(
            ModelLayout layout, ModelSpec spec, String suffix, Opening opening, NDManager manager, int number) {
        String part = "text_encoder" + suffix;
        // It waits while the network computes: in its files.
        boolean waits = opening.mapped() && AddOns.size(spec, layout, part).canWait();
        ClipTextModel text = ClipTextModel.of(
                layout.config(part),
                (waits ? opening.in(Precision.FLOAT32) : opening).weights(part, layout.tensors(part, manager)),
                words,
                number,
                manager);
        ClipTokenizer own = layout.tokenizer("tokenizer" + suffix);
        ClipTokenizer tokenizer = words.isEmpty() ? own : own.with(words, AddOns.firstId(text, words));
        tokenizer.requireFits(text.rows(), text.positions());
        return new One(tokenizer, text);
    }

    One first() {
        return first;
    }

    /**
     * Returns what the network draws a prompt from, of one row.
     *
     * @param prompt by the first tokenizer; the second reads its text anew
     */
    Context encode(NDManager manager, Tokens prompt, Conditioning how) {
        if (second.isEmpty()) return Context.of(first.text.forward(manager, List.of(prompt), how.clipSkip()));
        One other = second.get();
        List<Tokens> one = List.of(prompt);
        List<Tokens> two = List.of(
                prompt.chunks() == 1
                        ? other.tokenizer.encode(prompt.prompt())
                        : other.tokenizer.encode(prompt.prompt(), prompt.chunks()));
        NDArray tokens = first.text
                .penultimate(manager, one, how.clipSkip())
                .concat(other.text.penultimate(manager, two, how.clipSkip()), -1);
        return added(tokens, other.text.pooled(manager, two), how);
    }

    private static Context added(NDArray tokens, NDArray pooled, Conditioning how) {
        float[] sizes = how.sizes().values();
        NDArray told = tokens.getManager().create(sizes, new Shape(1, sizes.length));
        return new Context(tokens, Optional.of(new Context.Added(pooled, told)));
    }

    /**
     * Returns the same of a negative prompt, of which no layers are left out, as in diffusers: where it says nothing, zeros in a
     * model that was trained with them.
     */
    Context negative(NDManager manager, Tokens prompt, Conditioning how) {
        Context encoded = encode(manager, prompt, how.whole());
        if (!zerosForEmptyPrompt || !prompt.prompt().isBlank()) return encoded;
        Context.Added added = encoded.added().orElseThrow();
        return added(encoded.tokens().zerosLike(), added.pooled().zerosLike(), how);
    }
}
