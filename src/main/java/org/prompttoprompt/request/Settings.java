package org.prompttoprompt.request;

import static org.prompttoprompt.request.Option.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.Refusal;

/**
 * A request with its values read, once: typed and immutable. Whoever computes asks it and never the text.
 *
 * @param request with every value that it left to the model filled in
 * @param steps sampling steps
 * @param guidance classifier-free guidance scale
 * @param width of the image in pixels
 * @param height likewise
 * @param seeds one source image for each
 * @param selfResolution largest side of the self-attention maps that are replaced
 * @param renormalise whether each edited row is divided by its sum
 * @param blend the local blend
 * @param axes the swept parameters
 * @param variants the edited images of each seed; none for a generation
 */
public record Settings(
        EditRequest request,
        int steps,
        double guidance,
        int width,
        int height,
        List<Long> seeds,
        int selfResolution,
        boolean renormalise,
        BlendValues blend,
        Axes axes,
        List<EditValues> variants) {
    /** Ends the model's own window of self-attention, which never lasts longer than tau. */
    public static final String WITHIN_TAU = " within tau";

    /** The largest factor of a word's attention. */
    private static final double MOST_WEIGHT = 1000;

    private static final double MOST_GUIDANCE = 1000;
    private static final int MOST_STEPS = 1000;

    /**
     * Reads a request.
     *
     * @param request with nothing left to the model
     * @throws Refusal with one readable sentence if a value cannot be read or is out of its range
     */
    public static Settings of(EditRequest request) {
        boolean edits = request.task() != Task.GENERATE;
        Axes axes = Axes.of(request);
        if (edits) requireWords(request);
        return new Settings(
                request,
                request.whole(STEPS, 1, MOST_STEPS),
                request.number(GUIDANCE, 0, MOST_GUIDANCE),
                request.whole(WIDTH, 1, EditRequest.MAX_SIDE),
                request.whole(HEIGHT, 1, EditRequest.MAX_SIDE),
                request.seeds(),
                edits ? request.whole(SELFRESOLUTION, 1, EditRequest.MAX_SIDE) : 1,
                edits && yes(request, RENORMALISE),
                edits ? blend(request) : new BlendValues(List.of(), List.of(), 0, 0),
                axes,
                edits
                        ? axes.combinations().stream()
                                .map(swept -> variant(request, swept))
                                .toList()
                        : List.of());
    }

    /**
     * Checks the numbers that a model fills in.
     *
     * @throws Refusal naming the one that is out of its range
     */
    public static void requireNumbers(EditRequest filled) {
        filled.number(GUIDANCE, 0, MOST_GUIDANCE);
        filled.whole(STEPS, 1, MOST_STEPS);
    }

    private static boolean yes(EditRequest request, Option option) {
        String text = request.get(option);
        if (!List.of("yes", "no").contains(text)) {
            throw new Refusal(option.key() + "=" + text + ": give yes, no or model.");
        }
        return text.equals("yes");
    }

    private static EditValues variant(EditRequest all, Map<Option, SweptValue> swept) {
        EditRequest one = all;
        for (Map.Entry<Option, SweptValue> value : swept.entrySet()) one = one.with(value.getKey(), value.getValue());
        Window tau = window(one, TAU);
        return new EditValues(
                tau, selfAttention(one, tau), window(one, INJECTION), window(one, QUERIES), weights(one), windows(one));
    }

    private static Window window(EditRequest one, Option option) {
        return Values.window(option.key(), one.get(option), one.get(option));
    }

    private static Window selfAttention(EditRequest one, Window tau) {
        String text = one.get(SELFATTENTION);
        if (!text.endsWith(WITHIN_TAU)) return window(one, SELFATTENTION);
        String share = text.substring(0, text.length() - WITHIN_TAU.length());
        return Values.window(SELFATTENTION.key(), text, share).and(tau);
    }

    private static List<WordWeight> weights(EditRequest one) {
        List<WordWeight> weights = new ArrayList<>();
        for (WordValue word : WordValue.parse(WORDS, one.get(WORDS))) {
            String text = word.value().orElse(one.get(WEIGHT));
            double c = Values.numbers(WORDS.key(), text).get(0);
            if (Math.abs(c) > MOST_WEIGHT) {
                throw new Refusal("weight " + text + " of '" + word.word() + "': give a number from -"
                        + Numbers.text(MOST_WEIGHT) + " to " + Numbers.text(MOST_WEIGHT) + "; -2 to 2 is usual.");
            }
            weights.add(new WordWeight(word.word(), c));
        }
        return weights;
    }

    private static List<WordWindow> windows(EditRequest one) {
        List<WordWindow> windows = new ArrayList<>();
        for (WordValue word : WordValue.parse(WINDOWS, one.get(WINDOWS))) {
            String text = word.value()
                    .orElseThrow(() -> new Refusal("windows=" + one.get(WINDOWS) + ": '" + word.word()
                            + "' has no window. Give each word one: 'car 0.4, cat 0.2-0.6'."));
            windows.add(new WordWindow(word.word(), Values.window(WINDOWS.key(), text, text)));
        }
        return windows;
    }

    private static BlendValues blend(EditRequest request) {
        List<String> words = words(request, BLEND);
        List<String> keep = words(request, KEEP);
        if (words.isEmpty() && !keep.isEmpty()) {
            throw new Refusal("keep=" + request.get(KEEP)
                    + " needs blend: name the words whose region may change as well, such as blend=cat.");
        }
        return new BlendValues(words, keep, request.number(THRESHOLD, 0, 1), request.number(BLENDFROM, 0, 1));
    }

    private static List<String> words(EditRequest request, Option option) {
        return WordValue.parse(option, request.get(option)).stream()
                .map(WordValue::word)
                .toList();
    }

    private static void requireWords(EditRequest request) {
        boolean words = !request.get(WORDS).isBlank();
        if (request.task() == Task.REWEIGHT && !words) {
            throw new Refusal("words is empty: name the words to re-weight, such as words=fluffy.");
        }
        boolean changes = !request.numbers(WEIGHT).equals(List.of(1.0));
        boolean given = changes && !request.get(WEIGHT).equals(request.task().defaultValue(WEIGHT));
        if (given && !request.takesWeight()) {
            throw new Refusal("weight=" + request.get(WEIGHT) + " acts on no word: "
                    + (words
                            ? "all of words=" + request.get(WORDS)
                                    + " have weights of their own. Leave one of them out."
                            : "name the words to re-weight, such as words=fluffy."));
        }
    }

    /** Returns the images of one seed in their order. */
    public List<FrameKey> frames(long seed) {
        return FrameKey.of(request, axes, seed);
    }

    /** Returns whether the unconditional half of the guidance is needed. */
    public boolean guided() {
        return guidance != 1;
    }
}
