package org.prompttoprompt.request;

import static org.prompttoprompt.request.Option.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param move an object that is moved
 * @param axes the swept parameters
 * @param variants the edited images of each seed; none for a generation
 * @param drawn how images are drawn beside that
 * @param way the way into an image that is given; empty where the source is generated
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
        Optional<MoveValues> move,
        Axes axes,
        List<EditValues> variants,
        DrawnValues drawn,
        Optional<WayValues> way) {
    /** Ends the model's own window of self-attention, which never lasts longer than tau. */
    public static final String WITHIN_TAU = " within tau";

    /**
     * Reads a request.
     *
     * @param request with nothing left to the model
     * @throws Refusal with one readable sentence if a value cannot be read or is out of its range
     */
    public static Settings of(EditRequest request) {
        request.requireValues();
        boolean edits = request.task() != Task.GENERATE;
        Optional<MoveValues> move = MoveValues.of(request);
        Axes axes = Axes.of(request);
        if (edits) requireWords(request);
        NegativePrompt.requireActs(request, request.number(GUIDANCE, 0, EditRequest.MAX_GUIDANCE));
        if (edits && request.get(SOFT).equals("yes") && !request.get(WINDOWS).isBlank())
            throw new Refusal(
                    "windows=" + request.get(WINDOWS)
                            + ": words' windows end with a step, and soft=yes lets windows end within one. Leave one of them out.");
        return new Settings(
                request,
                request.whole(STEPS, 1, EditRequest.MAX_STEPS),
                request.number(GUIDANCE, 0, EditRequest.MAX_GUIDANCE),
                request.whole(WIDTH, 1, EditRequest.MAX_SIDE),
                request.whole(HEIGHT, 1, EditRequest.MAX_SIDE),
                request.seeds(),
                edits ? request.whole(SELFRESOLUTION, 1, EditRequest.MAX_SIDE) : 1,
                edits && request.get(RENORMALISE).equals("yes"),
                edits ? blend(request) : new BlendValues(List.of(), List.of(), 0, true, 0, false),
                move,
                axes,
                edits
                        ? axes.combinations().stream()
                                .map(swept -> variant(request, swept))
                                .toList()
                        : List.of(),
                DrawnValues.of(request),
                request.task().takesImage() ? Optional.of(way(request)) : Optional.empty());
    }

    /** What is swept has its value already, the rest is read. */
    private static EditValues variant(EditRequest request, Map<Option, SweptValue> swept) {
        Window tau = window(TAU, request, swept);
        SweptValue self = swept.get(SELFATTENTION);
        return new EditValues(
                tau,
                self == null
                        ? selfAttention(request.get(SELFATTENTION), tau)
                        : self.window().orElseThrow(),
                window(INJECTION, request, swept),
                window(QUERIES, request, swept),
                window(KEYS, request, swept),
                window(STYLE, request, swept),
                window(CARRY, request, swept),
                weights(request, swept),
                windows(request),
                text(request, swept),
                request.get(SOFT).equals("yes"));
    }

    private static TextShare text(EditRequest request, Map<Option, SweptValue> swept) {
        if (!request.task().options().contains(MIX)) return TextShare.TARGET;
        SweptValue mix = swept.get(MIX);
        double share = mix == null ? request.numbers(MIX).get(0) : mix.number().orElseThrow();
        return share == 1
                ? TextShare.TARGET
                : new TextShare(share, request.get(MIXING).equals("slerp"));
    }

    private static Window window(Option option, EditRequest request, Map<Option, SweptValue> swept) {
        SweptValue value = swept.get(option);
        return value == null ? request.windows(option).get(0) : value.window().orElseThrow();
    }

    /** Returns the first window of self-attention that the text lists, or one that never lasts longer than tau. */
    static Window selfAttention(String text, Window tau) {
        if (!text.endsWith(WITHIN_TAU))
            return Values.windows(SELFATTENTION.key(), text).get(0);
        String share = text.substring(0, text.length() - WITHIN_TAU.length());
        return Values.window(SELFATTENTION.key(), text, share).and(tau);
    }

    private static List<WordWeight> weights(EditRequest request, Map<Option, SweptValue> swept) {
        SweptValue weight = swept.get(WEIGHT);
        double shared = weight == null
                ? request.numbers(WEIGHT).get(0)
                : weight.number().orElseThrow();
        return WordValue.parse(WORDS, request.get(WORDS)).stream()
                .map(word -> new WordWeight(
                        word.word(),
                        word.value()
                                .map(c -> Values.weights(WEIGHT.key(), c).get(0))
                                .orElse(shared)))
                .toList();
    }

    private static List<WordWindow> windows(EditRequest one) {
        List<WordWindow> windows = new ArrayList<>();
        for (WordValue word : WordValue.parse(WINDOWS, one.get(WINDOWS))) {
            String text = word.value().orElseThrow();
            windows.add(new WordWindow(word.word(), Values.window(WINDOWS.key(), text, text)));
        }
        return windows;
    }

    private static WayValues way(EditRequest request) {
        return new WayValues(
                Method.of(request.get(METHOD)),
                firstStep(request, request.whole(STEPS, 1, EditRequest.MAX_STEPS)),
                request.whole(INNER, 1, EditRequest.MAX_STEPS),
                request.number(QUANTILE, 0, 1),
                request.number(SOURCESCALE, 0, EditRequest.MAX_GUIDANCE));
    }

    /** Returns the first of {@code steps} sampling steps that an edit of an image runs: all but the last ones are left out. */
    private static int firstStep(EditRequest request, int steps) {
        int run = (int) Math.round(request.number(STRENGTH, 0, 1) * steps);
        if (run > 0) return steps - run;
        throw new Refusal("strength=" + request.get(STRENGTH) + ": that is none of " + steps
                + " steps, and changes nothing. Give more, such as strength=" + Numbers.text(1.0 / steps) + ".");
    }

    private static BlendValues blend(EditRequest request) {
        List<WordName> words = words(request, BLEND);
        List<WordName> keep = words(request, KEEP);
        if (words.isEmpty() && !keep.isEmpty()) {
            throw new Refusal("keep=" + request.get(KEEP)
                    + " needs blend: name the words whose region may change as well, such as blend=cat.");
        }
        return new BlendValues(
                words,
                keep,
                request.number(THRESHOLD, 0, 1),
                request.get(COMBINE).equals("and"),
                request.number(BLENDFROM, 0, 1),
                request.get(DETAIL).equals("fine"));
    }

    private static List<WordName> words(EditRequest request, Option option) {
        return WordValue.parse(option, request.get(option)).stream()
                .map(WordValue::word)
                .toList();
    }

    private static void requireWords(EditRequest request) {
        boolean words = !request.get(WORDS).isBlank() || MoveValues.isWanted(request);
        if (request.task() == Task.EDIT && request.kind() == Task.REWEIGHT && !words) {
            throw new Refusal("target=" + request.get(TARGET)
                    + ": nothing is to change. Write what the image is to show instead, or name the words to re-weight, such"
                    + " as words=fluffy.");
        }
        if (request.task() == Task.REWEIGHT && !words) {
            throw new Refusal("words is empty: name the words to re-weight, such as words=fluffy.");
        }
        boolean changes = !request.numbers(WEIGHT).equals(List.of(1.0));
        boolean given = changes && !request.get(WEIGHT).equals(request.task().defaultValue(WEIGHT));
        if (given && !request.takesWeight()) {
            throw new Refusal("weight=" + request.get(WEIGHT) + " acts on no word: "
                    + (!request.get(WORDS).isBlank()
                            ? "all of words=" + request.get(WORDS)
                                    + " have weights of their own. Leave one of them out."
                            : "name the words to re-weight, such as words=fluffy."));
        }
    }

    /** Returns these settings with the sampler called by its name, where the request left it to the model. */
    public Settings withSampler(String name) {
        EditRequest named = request.with(SCHEDULER, name);
        return new Settings(
                named,
                steps,
                guidance,
                width,
                height,
                seeds,
                selfResolution,
                renormalise,
                blend,
                move,
                axes,
                variants,
                drawn,
                way);
    }

    /** Returns the images of one seed in their order. */
    public List<FrameKey> frames(long seed) {
        return FrameKey.of(request, axes, seed);
    }

    /** Returns the first sampling step that is run: 0, but for a part of an image's course. */
    public int firstStep() {
        return way.map(WayValues::firstStep).orElse(0);
    }

    /** Returns whether the unconditional half of the guidance is needed. */
    public boolean guided() {
        return guidance != 1;
    }
}
