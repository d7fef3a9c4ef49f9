package org.prompttoprompt.pipeline;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.Axes;
import org.prompttoprompt.request.Axis;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/**
 * A sweep with its values where its images change, as the model sees them ({@link ImageFeatures#distance}), from the smallest to the
 * largest value of one that is there.
 *
 * @param request of the sweep, with the values that were chosen
 * @param before how even as many even values are
 * @param after how even these are
 */
public record AdaptiveSweep(EditRequest request, Evenness before, Evenness after) {
    /** As many images as a stack of a film has room for. */
    public static final int MOST = 200;

    private static final Set<Option> CONTINUOUS = Set.of(
            Option.TAU,
            Option.WEIGHT,
            Option.MIX,
            Option.SELFATTENTION,
            Option.INJECTION,
            Option.QUERIES,
            Option.KEYS,
            Option.STYLE,
            Option.CARRY);

    /**
     * Chooses the values of a sweep; it draws more images than it returns values.
     *
     * @param count how many values, 0 for as many as there are
     * @throws Refusal if the request is no sweep over one number
     * @throws CancellationException if {@code progress} stopped it
     */
    public static AdaptiveSweep of(PromptToPrompt p2p, EditRequest request, int count, Progress progress) {
        Axis axis = axis(request);
        Option option = axis.option();
        List<Double> given = axis.values().stream()
                .map(value -> value.number()
                        .orElseThrow(() -> new Refusal(option.key() + "=" + value
                                + ": an interval has no place between others. Sweep shares from the beginning on, such as "
                                + option.key() + "=0:0.1:1.")))
                .sorted()
                .toList();
        int wanted = count == 0 ? given.size() : count;
        double from = given.get(0);
        double to = given.get(given.size() - 1);
        EditRequest filled = PromptToPrompt.resolve(request);
        boolean all = option == Option.WEIGHT || option == Option.MIX;
        boolean soft =
                filled.get(Option.SOFT).equals("yes") && (option == Option.TAU || option == Option.SELFATTENTION);
        double resolution = all || soft ? 0 : 1.0 / filled.whole(Option.STEPS, 1, EditRequest.MAX_STEPS);
        AdaptiveValues values = new AdaptiveValues(resolution);
        int budget = 2 * wanted;
        Looks looks = new Looks(p2p, request, option, budget, progress);
        List<Double> chosen = values.of(from, to, wanted, budget, looks::of, ImageFeatures::distance);
        return new AdaptiveSweep(
                request.with(option, Looks.text(chosen)),
                Evenness.of(looks.of(values.even(from, to, wanted))),
                Evenness.of(looks.of(chosen)));
    }

    /** Refuses what is no sweep over one number, before anything is computed. */
    private static Axis axis(EditRequest request) {
        if (request.task().takesImage())
            throw new Refusal(
                    "The image in front is an edit of an open image: take a sweep of a drawn one, such as by Word"
                            + " Swap... with tau=0:0.1:0.5.");
        List<Axis> swept = Axes.of(request).swept();
        if (swept.size() != 1 || !CONTINUOUS.contains(swept.get(0).option())) {
            throw new Refusal("Several values are needed of one of "
                    + CONTINUOUS.stream().map(Option::key).sorted().collect(Collectors.joining(", "))
                    + ", and of nothing else; here several have "
                    + swept.stream().map(Axis::key).toList()
                    + ". Make a sweep first, such as by Word Swap... with tau=0:0.1:0.5.");
        }
        return swept.get(0);
    }
}
