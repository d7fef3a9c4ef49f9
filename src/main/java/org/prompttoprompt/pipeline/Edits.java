package org.prompttoprompt.pipeline;

import static org.prompttoprompt.request.Option.*;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.FeatureInjection;
import org.prompttoprompt.p2p.LocalBlend;
import org.prompttoprompt.p2p.Refine;
import org.prompttoprompt.p2p.Renormalise;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.Reweight;
import org.prompttoprompt.p2p.SelfReplace;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.p2p.WordWindows;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.Values;
import org.prompttoprompt.request.Window;
import org.prompttoprompt.request.WordValue;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.Tokens;
import org.prompttoprompt.unet.UNet;

/**
 * Turns the options of a request into edits of attention maps.
 *
 * @param request with everything filled in
 * @param source the source prompt
 * @param target the target prompt; for re-weighting the source once more
 * @param alignment A(j) of the two
 * @param modelSelf the model's own window of self-attention
 * @param selfPixels largest number of queries at which self-attention is replaced
 */
record Edits(EditRequest request, Tokens source, Tokens target, Alignment alignment, Window modelSelf, int selfPixels) {
    static Alignment align(Task task, Tokens source, Tokens target) {
        return switch (task) {
            case SWAP -> Alignment.swap(source, target, Alignment.Mode.ALIGNED);
            case PHRASE -> Alignment.refine(source, target, Alignment.Mode.ALIGNED);
            default -> Alignment.identity(source.ids().size());
        };
    }

    /** Returns what makes the image with these swept values. */
    Variant variant(Map<String, String> swept, UNet unet) {
        int steps = request.whole(STEPS, 1, Integer.MAX_VALUE);
        Window tau = window(TAU, swept);
        Edit inner = request.task() == Task.PHRASE ? new Refine(alignment) : new Replace(alignment);
        if (!get(WORDS, swept).isBlank()) inner = new Reweight(inner, factors(swept));
        Edit cross = get(WINDOWS, swept).isBlank()
                ? During.cross(tau, steps, inner)
                : new WordWindows(inner, windows(tau, swept), steps);
        if (get(RENORMALISE, swept).equals("yes")) cross = new Renormalise(cross);
        Edit self = During.self(self(tau, swept), steps, new SelfReplace());
        Window residual = window(INJECTION, swept);
        Window queries = window(QUERIES, swept);
        Optional<FeatureInjection> injection = residual.equals(Window.NEVER) && queries.equals(Window.NEVER)
                ? Optional.empty()
                : Optional.of(new FeatureInjection(
                        unet.injectedResnet(), residual, unet.decoderAttentions(), queries, steps));
        return new Variant(0, cross, self, selfPixels, injection, blend(steps));
    }

    private String get(Option option, Map<String, String> swept) {
        return swept.getOrDefault(option.key(), request.get(option));
    }

    private Window window(Option option, Map<String, String> swept) {
        String text = get(option, swept);
        return Values.windows(option.key(), text).get(0);
    }

    /** The model's own window ends with tau at the latest, so that tau = 0 is the target without control. */
    private Window self(Window tau, Map<String, String> swept) {
        return get(SELFATTENTION, swept).equals("model")
                ? Window.first(Math.min(modelSelf.to(), tau.to()))
                : window(SELFATTENTION, swept);
    }

    private List<Float> factors(Map<String, String> swept) {
        List<Float> c = new ArrayList<>(Collections.nCopies(target.ids().size(), 1f));
        Set<Integer> seen = new HashSet<>();
        for (WordValue word : WordValue.parse(WORDS, get(WORDS, swept))) {
            String text = word.value().orElse(get(WEIGHT, swept));
            double weight = Values.weights(WEIGHT.key(), text).get(0);
            for (int token : named(word, WORDS, seen)) c.set(token, (float) weight);
        }
        return c;
    }

    private List<Window> windows(Window tau, Map<String, String> swept) {
        List<Window> windows = new ArrayList<>(Collections.nCopies(target.ids().size(), tau));
        Set<Integer> seen = new HashSet<>();
        for (WordValue word : WordValue.parse(WINDOWS, get(WINDOWS, swept))) {
            String text = word.value().orElseThrow();
            for (int token : named(word, WINDOWS, seen)) windows.set(token, Values.window(WINDOWS.key(), text, text));
        }
        return windows;
    }

    /** Returns the tokens of a word of the edited prompt; it may be named once. */
    private List<Integer> named(WordValue word, Option option, Set<Integer> seen) {
        List<Integer> tokens = find(word, target, option);
        for (int token : tokens) {
            if (seen.add(token)) continue;
            throw new Refusal(
                    option.key() + "=" + request.get(option) + ": '" + word.word() + "' is named twice. Name it once.");
        }
        return tokens;
    }

    private Optional<LocalBlend> blend(int steps) {
        double threshold = request.number(THRESHOLD, 0, 1);
        int firstStep = (int) (request.number(BLENDFROM, 0, 1) * steps);
        List<WordValue> words = WordValue.parse(BLEND, request.get(BLEND));
        List<WordValue> keep = WordValue.parse(KEEP, request.get(KEEP));
        if (words.isEmpty() && keep.isEmpty()) return Optional.empty();
        if (words.isEmpty()) {
            throw new Refusal("keep=" + request.get(KEEP)
                    + " needs blend: name the words whose region may change as well, such as blend=cat.");
        }
        return Optional.of(new LocalBlend(
                tokens(words, source, BLEND),
                tokens(words, target, BLEND),
                tokens(keep, source, KEEP),
                tokens(keep, target, KEEP),
                threshold,
                threshold,
                firstStep));
    }

    /** Each word marks its region in the prompts in which it occurs; it must be in one of them. */
    private List<Integer> tokens(List<WordValue> words, Tokens prompt, Option option) {
        Tokens other = prompt == source ? target : source;
        Set<Integer> tokens = new LinkedHashSet<>();
        for (WordValue word : words) {
            if (prompt.has(word.word()) || !other.has(word.word())) tokens.addAll(find(word, prompt, option));
        }
        return List.copyOf(tokens);
    }

    private List<Integer> find(WordValue word, Tokens prompt, Option option) {
        try {
            return prompt.find(word.word());
        } catch (Refusal e) {
            throw new Refusal(option.key() + "=" + request.get(option) + ": " + e.getMessage(), e);
        }
    }
}
