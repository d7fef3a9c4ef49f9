package org.prompttoprompt.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.inversion.DifferenceMask;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.MoveValues;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/**
 * The mask that the model finds by itself, where a request asks for it.
 *
 * @param mask where it may change; empty for everywhere
 * @param note what was found, in a sentence
 * @param rows of the network that it took
 */
record AutoMask(Optional<ImageMask> mask, String note, long rows) {
    /** What it costs the first time; half of it for another edit of the same image from the same prompt. */
    static final long ROWS = 2L * DifferenceMask.NOISES;

    private static final double PERCENT = 100;

    /**
     * Returns whether a request, with nothing left to the model, asks for it.
     *
     * @throws Refusal if it does, and a mask is given
     */
    static boolean isWanted(EditRequest request, EditInput input) {
        // A moved object has its places.
        if (!request.task().takesImage() || MoveValues.isWanted(request)) return false;
        String automatic = request.get(Option.AUTOMASK);
        if (automatic.equals("yes") && input.mask().isPresent())
            throw new Refusal("automatic=yes and a mask are given: choose one, automatic=no or no mask.");
        boolean local = automatic.equals(Option.LOCAL)
                && input.mask().isEmpty()
                && request.get(Option.BLEND).isBlank()
                && request.kind() != Task.REWEIGHT;
        return local || automatic.equals("yes");
    }

    /** Finds the mask that an image and the prompts of a request make. */
    static AutoMask of(
            EditRequest request, SourceImage image, StableDiffusion model, KeptInversions kept, Progress progress) {
        Probe probe = new Probe(model, progress);
        String source = request.get(Option.PROMPT);
        String target = request.get(Option.TARGET);
        List<float[]> known = kept.answers(String.join("\n", image.hash(), model.hash(), source));
        long rows = ROWS - known.size();
        if (!request.get(Option.AUTOMASK).equals(Option.LOCAL)) {
            ImageMask mask = probe.mask(image, source, target.isBlank() ? source : target, known);
            return new AutoMask(Optional.of(mask), "It may change where the prompts disagree about the image.", rows);
        }
        DifferenceMask found = probe.differences(image, source, target, known);
        long spread = Math.round(PERCENT * found.spread());
        boolean[] inside = found.place();
        ImageMask mask = ImageMask.of(inside, found.width());
        if (found.spread() > DifferenceMask.LOCAL || mask.isEmpty())
            return new AutoMask(
                    Optional.empty(),
                    "It may change everywhere, as the prompts disagree about " + spread + " % of the image.",
                    rows);
        int n = 0;
        for (boolean pixel : inside) if (pixel) n++;
        return new AutoMask(
                Optional.of(mask),
                String.format(
                        Locale.ROOT,
                        "It may change where the prompts disagree, in %.0f %% of the image; automatic=no lets it everywhere.",
                        PERCENT * n / inside.length),
                rows);
    }
}
