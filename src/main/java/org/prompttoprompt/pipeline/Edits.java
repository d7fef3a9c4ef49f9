package org.prompttoprompt.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.p2p.Blend;
import org.prompttoprompt.p2p.Carry;
import org.prompttoprompt.p2p.Displacement;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.Fading;
import org.prompttoprompt.p2p.FeatureInjection;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.p2p.KeysAndValues;
import org.prompttoprompt.p2p.LocalBlend;
import org.prompttoprompt.p2p.Mask;
import org.prompttoprompt.p2p.Moved;
import org.prompttoprompt.p2p.MovedSelf;
import org.prompttoprompt.p2p.Refine;
import org.prompttoprompt.p2p.Renormalise;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.Reweight;
import org.prompttoprompt.p2p.SelfReplace;
import org.prompttoprompt.p2p.SharedAttention;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.p2p.WordWindows;
import org.prompttoprompt.p2p.WordsMask;
import org.prompttoprompt.request.BlendValues;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.EditValues;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Settings;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.TextShare;
import org.prompttoprompt.request.Window;
import org.prompttoprompt.request.WordName;
import org.prompttoprompt.request.WordWeight;
import org.prompttoprompt.request.WordWindow;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.Tokens;
import org.prompttoprompt.unet.UNet;

/**
 * Turns the settings of a request into edits of attention maps.
 *
 * @param source the source prompt
 * @param target the target prompt; for re-weighting the source once more
 * @param alignment A(j) of the two
 * @param drawn a mask that was given with the request
 * @param moved where the object that is moved is and goes to
 * @param evaluations the sampler's first network evaluation of a sampling step
 */
record Edits(
        Settings settings,
        Tokens source,
        Tokens target,
        Alignment alignment,
        Optional<ImageMask> drawn,
        Optional<Displacement> moved,
        IntUnaryOperator evaluations) {
    static Alignment align(Task task, Tokens source, Tokens target) {
        return switch (task) {
            case SWAP -> Alignment.swap(source, target, Alignment.Mode.ALIGNED);
            case PHRASE -> Alignment.refine(source, target, Alignment.Mode.ALIGNED);
            default -> Alignment.identity(source.ids().size());
        };
    }

    /** Returns what makes each of the edited images. */
    List<Variant> variants(UNet unet) {
        return settings.variants().stream().map(values -> variant(values, unet)).toList();
    }

    private void requireObject() {
        settings.move().ifPresent(move -> move.object().forEach(word -> find(word, source, Option.OBJECT)));
    }

    /** Aligns the prompts and looks for all words that a request names, as its edit will: refused before anything is drawn. */
    static void requireWords(Settings settings, Tokens source, Tokens target) {
        Alignment aligned = align(settings.request().kind(), source, target);
        Edits edits = new Edits(
                settings, source, target, aligned, Optional.empty(), Optional.empty(), IntUnaryOperator.identity());
        edits.requireObject();
        settings.variants().forEach(values -> {
            edits.factors(values.weights());
            edits.spans(values);
        });
        edits.blend();
    }

    /** Returns what the variants read of the two prompts, each once; their {@link Variant#target} is its place. */
    List<TextShare> texts() {
        return settings.variants().stream().map(EditValues::text).distinct().toList();
    }

    /** The source's text in its own order is the source prompt; where words are named, they have the edited prompt's places. */
    static boolean isSource(EditValues values, Settings settings) {
        return values.text().mix() == 0
                && values.weights().isEmpty()
                && values.windows().isEmpty()
                && settings.blend().words().isEmpty();
    }

    private Variant variant(EditValues values, UNet unet) {
        Alignment own = isSource(values, settings) ? Alignment.identity(alignment.sourceTokens()) : alignment;
        Edit inner = settings.request().kind() == Task.PHRASE ? new Refine(own) : new Replace(own);
        if (!values.weights().isEmpty()) inner = new Reweight(inner, factors(values.weights()));
        if (moved.isPresent()) inner = new Moved(inner, moved.get());
        Edit cross = values.windows().isEmpty()
                ? during(values.tau(), values.soft(), inner)
                : new WordWindows(inner, spans(values));
        if (settings.renormalise()) cross = new Renormalise(cross);
        Edit self = during(
                values.selfAttention(),
                values.soft(),
                moved.<Edit>map(MovedSelf::new).orElseGet(SelfReplace::new));
        int selfPixels = settings.selfResolution() * settings.selfResolution();
        return new Variant(
                texts().indexOf(values.text()), cross, self, selfPixels, injection(values, unet), blend(values));
    }

    private Edit during(Window window, boolean soft, Edit edit) {
        return soft ? new Fading(shares(window), edit) : new During(span(window), edit);
    }

    /** Returns how much of each network evaluation is inside: as much as of its step. */
    private List<Double> shares(Window window) {
        int first = settings.firstStep();
        int steps = settings.steps() - first;
        List<Double> shares = new ArrayList<>(Collections.nCopies(evaluations.applyAsInt(first), 0.0));
        for (int step = 0; step < steps; step++) {
            int of = evaluations.applyAsInt(first + step + 1) - evaluations.applyAsInt(first + step);
            shares.addAll(Collections.nCopies(of, window.share(step, steps)));
        }
        return shares;
    }

    /** Returns the network evaluations of a window's steps; of an image's course, shares of those steps that are run. */
    private Span span(Window window) {
        int first = settings.firstStep();
        int steps = settings.steps() - first;
        return new Span(
                evaluations.applyAsInt(first + window.start(steps)), evaluations.applyAsInt(first + window.end(steps)));
    }

    private Optional<FeatureInjection> injection(EditValues values, UNet unet) {
        Span residual = span(values.injection());
        Span queries = span(values.queries());
        Span keys = span(values.keys());
        Span style = span(values.style());
        if (residual.isEmpty() && queries.isEmpty() && keys.isEmpty() && style.isEmpty()) return Optional.empty();
        return Optional.of(new FeatureInjection(
                unet.injectedResnet(),
                residual,
                unet.decoderAttentions(),
                queries,
                false,
                keys.isEmpty() ? KeysAndValues.NONE : new KeysAndValues(unet.fineAttentions(), keys),
                style.isEmpty() ? SharedAttention.NONE : new SharedAttention(unet.selfAttentions(), style)));
    }

    private List<Float> factors(List<WordWeight> weights) {
        List<Float> c = new ArrayList<>(Collections.nCopies(target.ids().size(), 1f));
        Set<Integer> seen = new HashSet<>();
        for (WordWeight word : weights) {
            for (int token : tokensOf(word.word(), Option.WORDS, seen)) c.set(token, (float) word.c());
        }
        return c;
    }

    private List<Span> spans(EditValues values) {
        List<Span> spans = new ArrayList<>(Collections.nCopies(target.ids().size(), span(values.tau())));
        Set<Integer> seen = new HashSet<>();
        for (WordWindow word : values.windows()) {
            for (int token : tokensOf(word.word(), Option.WINDOWS, seen)) spans.set(token, span(word.window()));
        }
        return spans;
    }

    /** Returns the tokens of a word of the edited prompt; it may be named once. */
    private List<Integer> tokensOf(WordName word, Option option, Set<Integer> seen) {
        List<Integer> tokens = find(word, target, option);
        for (int token : tokens) {
            if (seen.add(token)) continue;
            throw new Refusal(option.key() + "=" + settings.request().get(option) + ": '" + word
                    + "' is named twice. Name it once.");
        }
        return tokens;
    }

    /** Both places of an object that moves may change, and where words say so; of both what a mask leaves. */
    private Optional<? extends Blend> blend(EditValues values) {
        Optional<LocalBlend> blend = blend();
        if (moved.isEmpty()) return blend;
        Mask places = moved.get().places();
        Mask mask = settings.blend().words().isEmpty()
                ? drawn.<Mask>map(places::and).orElse(places)
                : places.or(blend.orElseThrow().mask());
        return Optional.of(new Carry(moved.get(), span(values.carry()), Optional.of(new LocalBlend(mask, 0))));
    }

    private Optional<LocalBlend> blend() {
        BlendValues blend = settings.blend();
        int firstStep = span(Window.first(blend.from())).to();
        if (blend.words().isEmpty()) return drawn.map(mask -> new LocalBlend(mask, firstStep));
        List<Integer> inSource = tokens(blend.words(), source, Option.BLEND);
        List<Integer> inTarget = tokens(blend.words(), target, Option.BLEND);
        Mask mask = new WordsMask(inSource, inTarget, blend.threshold(), true, blend.fine());
        if (!blend.keep().isEmpty()) {
            List<Integer> keptSource = tokens(blend.keep(), source, Option.KEEP);
            List<Integer> keptTarget = tokens(blend.keep(), target, Option.KEEP);
            // As published: what is kept is not enlarged.
            mask = mask.and(new WordsMask(keptSource, keptTarget, blend.threshold(), false, blend.fine()).not());
        }
        if (drawn.isPresent()) mask = blend.both() ? mask.and(drawn.get()) : mask.or(drawn.get());
        return Optional.of(new LocalBlend(mask, firstStep));
    }

    /** Each word marks its region in the prompts in which it occurs; it must be in one of them. */
    private List<Integer> tokens(List<WordName> words, Tokens prompt, Option option) {
        Tokens other = prompt == source ? target : source;
        Set<Integer> tokens = new LinkedHashSet<>();
        for (WordName word : words) {
            if (prompt.has(word) || !other.has(word)) tokens.addAll(find(word, prompt, option));
        }
        return List.copyOf(tokens);
    }

    private List<Integer> find(WordName word, Tokens prompt, Option option) {
        return find(word, prompt, option, settings.request());
    }

    /** Returns a word's tokens; who names one that is not there reads which option it is. */
    static List<Integer> find(WordName word, Tokens prompt, Option option, EditRequest request) {
        try {
            return prompt.find(word);
        } catch (Refusal e) {
            throw new Refusal(option.key() + "=" + request.get(option) + ": " + e.getMessage(), e);
        }
    }
}
