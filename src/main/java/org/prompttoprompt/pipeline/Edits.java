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
import java.util.function.IntUnaryOperator;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.FeatureInjection;
import org.prompttoprompt.p2p.LocalBlend;
import org.prompttoprompt.p2p.Mask;
import org.prompttoprompt.p2p.Refine;
import org.prompttoprompt.p2p.Renormalise;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.Reweight;
import org.prompttoprompt.p2p.SelfReplace;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.p2p.WordWindows;
import org.prompttoprompt.p2p.WordsMask;
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
 * @param evaluations the sampler's first network evaluation of a sampling step
 */
record Edits(
        EditRequest request,
        Tokens source,
        Tokens target,
        Alignment alignment,
        Window modelSelf,
        int selfPixels,
        IntUnaryOperator evaluations) {
    private static final int MAX_WEIGHT = 1000;

    static Alignment align(Task task, Tokens source, Tokens target) {
        return switch (task) {
            case SWAP -> Alignment.swap(source, target, Alignment.Mode.ALIGNED);
            case PHRASE -> Alignment.refine(source, target, Alignment.Mode.ALIGNED);
            default -> Alignment.identity(source.ids().size());
        };
    }

    /** Returns what makes the image with these swept values. */
    Variant variant(Map<String, String> swept, UNet unet) {
        Window tau = window(TAU, swept);
        Edit inner = request.task() == Task.PHRASE ? new Refine(alignment) : new Replace(alignment);
        if (!get(WORDS, swept).isBlank()) inner = new Reweight(inner, factors(swept));
        Edit cross = get(WINDOWS, swept).isBlank()
                ? new During(span(tau), inner)
                : new WordWindows(inner, spans(tau, swept));
        if (get(RENORMALISE, swept).equals("yes")) cross = new Renormalise(cross);
        Edit self = new During(span(self(tau, swept)), new SelfReplace());
        Span residual = span(window(INJECTION, swept));
        Span queries = span(window(QUERIES, swept));
        Optional<FeatureInjection> injection = residual.isEmpty() && queries.isEmpty()
                ? Optional.empty()
                : Optional.of(new FeatureInjection(unet.injectedResnet(), residual, unet.decoderAttentions(), queries));
        return new Variant(0, cross, self, selfPixels, injection, blend());
    }

    private String get(Option option, Map<String, String> swept) {
        return swept.getOrDefault(option.key(), request.get(option));
    }

    private Window window(Option option, Map<String, String> swept) {
        String text = get(option, swept);
        return Values.window(option.key(), text, text);
    }

    /** Returns the network evaluations of a window's steps. */
    private Span span(Window window) {
        int steps = request.whole(STEPS, 1, Integer.MAX_VALUE);
        return new Span(evaluations.applyAsInt(window.start(steps)), evaluations.applyAsInt(window.end(steps)));
    }

    /** The model's own window opens only while tau is open, so that tau = 0 is the target without control. */
    private Window self(Window tau, Map<String, String> swept) {
        return get(SELFATTENTION, swept).equals("model") ? modelSelf.and(tau) : window(SELFATTENTION, swept);
    }

    private List<Float> factors(Map<String, String> swept) {
        List<Float> c = new ArrayList<>(Collections.nCopies(target.ids().size(), 1f));
        Set<Integer> seen = new HashSet<>();
        for (WordValue word : WordValue.parse(WORDS, get(WORDS, swept))) {
            String text = word.value().orElse(get(WEIGHT, swept));
            double weight = Values.numbers(WORDS.key(), text).get(0);
            if (Math.abs(weight) > MAX_WEIGHT) {
                throw new Refusal("weight " + text + " of '" + word.word() + "': give a number from -" + MAX_WEIGHT
                        + " to " + MAX_WEIGHT + "; -2 to 2 is usual.");
            }
            for (int token : named(word, WORDS, seen)) c.set(token, (float) weight);
        }
        return c;
    }

    private List<Span> spans(Window tau, Map<String, String> swept) {
        List<Span> spans = new ArrayList<>(Collections.nCopies(target.ids().size(), span(tau)));
        Set<Integer> seen = new HashSet<>();
        for (WordValue word : WordValue.parse(WINDOWS, get(WINDOWS, swept))) {
            String text = word.value()
                    .orElseThrow(() -> new Refusal("windows=" + get(WINDOWS, swept) + ": '" + word.word()
                            + "' has no window. Give each word one: 'car 0.4, cat 0.2-0.6'."));
            for (int token : named(word, WINDOWS, seen))
                spans.set(token, span(Values.window(WINDOWS.key(), text, text)));
        }
        return spans;
    }

    /** Returns the tokens of a word of the edited prompt; it may be named once. */
    private List<Integer> named(WordValue word, Option option, Set<Integer> seen) {
        List<Integer> tokens = target.find(word.word());
        for (int token : tokens) {
            if (seen.add(token)) continue;
            throw new Refusal(
                    option.key() + "=" + request.get(option) + ": '" + word.word() + "' is named twice. Name it once.");
        }
        return tokens;
    }

    private Optional<LocalBlend> blend() {
        double threshold = request.number(THRESHOLD, 0, 1);
        int firstStep = span(Window.first(request.number(BLENDFROM, 0, 1))).to();
        List<WordValue> words = WordValue.parse(BLEND, request.get(BLEND));
        List<WordValue> keep = WordValue.parse(KEEP, request.get(KEEP));
        if (words.isEmpty() && keep.isEmpty()) return Optional.empty();
        if (words.isEmpty()) {
            throw new Refusal("keep=" + request.get(KEEP)
                    + " needs blend: name the words whose region may change as well, such as blend=cat.");
        }
        Mask mask = new WordsMask(tokens(words, source), tokens(words, target), threshold, true);
        if (!keep.isEmpty()) {
            // As published: what is kept is not enlarged.
            mask = mask.and(new WordsMask(tokens(keep, source), tokens(keep, target), threshold, false).not());
        }
        return Optional.of(new LocalBlend(mask, firstStep));
    }

    /** Each word marks its region in the prompts in which it occurs; it must be in one of them. */
    private List<Integer> tokens(List<WordValue> words, Tokens prompt) {
        Tokens other = prompt == source ? target : source;
        Set<Integer> tokens = new LinkedHashSet<>();
        for (WordValue word : words) {
            if (prompt.has(word.word()) || !other.has(word.word())) tokens.addAll(prompt.find(word.word()));
        }
        return List.copyOf(tokens);
    }
}
