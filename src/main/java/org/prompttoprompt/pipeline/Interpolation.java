package org.prompttoprompt.pipeline;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.DeviceMemory;
import org.prompttoprompt.request.Axes;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.InterpolationRequest;
import org.prompttoprompt.request.Numbers;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.RandomSeed;

/**
 * A stack of frames from one prompt to another, or from one weight to another: a sweep whose images are the frames, with its values
 * put so that neighbours are equally far apart as the model sees them ({@link AdaptiveValues}).
 *
 * @param result with the frames in their order, without the source; its recipe draws them again
 * @param before how even frames of even values are; empty if it was stopped before these were seen
 * @param after how even these frames are; empty if it was stopped
 * @param drawn how many images were drawn
 * @param ended why it ended early, as a sentence; empty if it did not, or somebody stopped it
 */
public record Interpolation(
        EditResult result, Optional<Evenness> before, Optional<Evenness> after, int drawn, String ended) {
    /**
     * Makes the frames.
     *
     * @throws Refusal with one readable sentence if the request cannot be run; nothing is computed then
     * @throws CancellationException if {@code progress} stopped it before an image was drawn; later what was drawn is the result
     */
    public static Interpolation of(PromptToPrompt p2p, InterpolationRequest asked, Progress progress) {
        EditRequest edit = RandomSeed.drawn(asked.edit());
        Option option = asked.option();
        int frames = asked.frames();
        int budget = asked.budget();
        boolean falls = asked.first() > asked.last();
        double from = Math.min(asked.first(), asked.last());
        double to = Math.max(asked.first(), asked.last());
        Looks looks = new Looks(p2p, edit, option, budget, progress);
        AdaptiveValues values = new AdaptiveValues(0);
        List<Double> even = values.even(from, to, frames);
        try {
            List<Double> chosen =
                    asked.even() ? values.of(from, to, frames, budget, looks::of, ImageFeatures::distance) : even;
            Evenness before = Evenness.of(looks.of(even));
            Evenness after = Evenness.of(looks.of(chosen));
            EditResult result = result(looks, option, ordered(chosen, falls), false);
            return new Interpolation(
                    result,
                    Optional.of(before),
                    Optional.of(after),
                    looks.drawn().size(),
                    "");
        } catch (CancellationException e) {
            return drawn(looks, option, falls, "").orElseThrow(() -> e);
        } catch (Refusal e) {
            // The memory of a GPU may end at any time, for other programs use it too.
            if (!DeviceMemory.isUsedUp(e)) throw e;
            return drawn(looks, option, falls, e.getMessage()).orElseThrow(() -> e);
        }
    }

    /** Returns the images that were drawn before it ended, nothing where none was. */
    private static Optional<Interpolation> drawn(Looks looks, Option option, boolean falls, String why) {
        List<Double> finished = ordered(looks.drawn().keySet(), falls);
        if (finished.isEmpty()) return Optional.empty();
        EditResult result = result(looks, option, finished, true);
        return Optional.of(new Interpolation(result, Optional.empty(), Optional.empty(), finished.size(), why));
    }

    private static List<Double> ordered(Collection<Double> values, boolean falls) {
        return values.stream()
                .sorted(falls ? Comparator.reverseOrder() : Comparator.naturalOrder())
                .toList();
    }

    private static EditResult result(Looks looks, Option option, List<Double> values, boolean stopped) {
        EditResult last = looks.last().orElseThrow();
        List<Frame> frames =
                values.stream().map(value -> looks.drawn().get(value)).toList();
        EditRequest filled = last.request().with(option, Looks.text(values));
        return new EditResult(
                filled,
                last.provenance(),
                Axes.of(filled).swept(),
                frames,
                last.report(),
                new Cost(looks.rows(), looks.rows()),
                stopped,
                MapSummary.NONE,
                List.of(),
                Optional.empty());
    }

    /**
     * Returns the most that an interpolation costs, in rows of the network, before anything is loaded.
     *
     * @throws Refusal if a value cannot be read
     */
    public static long mostRows(InterpolationRequest asked) {
        EditRequest filled = PromptToPrompt.resolve(asked.edit());
        long steps = filled.whole(Option.STEPS, 1, EditRequest.MAX_STEPS);
        long halves = filled.number(Option.GUIDANCE, 0, EditRequest.MAX_GUIDANCE) == 1 ? 1 : 2;
        long rounds = asked.even() ? 1 + AdaptiveValues.ROUNDS : 1;
        return halves * steps * (asked.budget() + rounds) + asked.budget();
    }

    /** Returns what an interpolation will do, in one sentence, before anything is loaded; a refusal's text where it cannot be done. */
    public static String plan(InterpolationRequest asked) {
        return String.format(
                Locale.ROOT,
                "%d frames from %s=%s to %s, of at most %d images: at most %,d rows of the network.",
                asked.frames(),
                asked.option().key(),
                Numbers.text(asked.first()),
                Numbers.text(asked.last()),
                asked.budget(),
                mostRows(asked));
    }

    /** Returns what came of it, in one sentence. */
    public String told() {
        if (after.isEmpty()) return ("Stopped: " + result.frames().size() + " images were drawn. " + ended).strip();
        return String.format(
                Locale.ROOT,
                "%d frames of %d images drawn: the widest step between neighbours is %.2f of the mean one, where even values have"
                        + " %.2f (%.4f of %.4f, %.4f of %.4f).",
                result.frames().size(),
                drawn,
                after.get().ratio(),
                before.orElseThrow().ratio(),
                after.get().widest(),
                after.get().mean(),
                before.get().widest(),
                before.get().mean());
    }
}
