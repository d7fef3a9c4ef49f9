package org.prompttoprompt.pipeline;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Note;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.inversion.PromptErrors;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/**
 * Tells where the source prompt does not fit the image that is edited: where the model's error is larger with the prompt than
 * without any. Asked once for an image and a prompt.
 */
final class PromptFit {
    /** What it costs. */
    static final long ROWS = 2L * PromptErrors.PAIRS;

    /** By so much of itself the error may be larger: a prompt that says little of the image is none that misleads. */
    private static final double MARGIN = 0.01;

    private PromptFit() {}

    static EditResult noted(
            EditResult result,
            StableDiffusion model,
            EditRequest request,
            SourceImage image,
            KeptInversions kept,
            Progress progress) {
        if (result.cancelled()) return result;
        String prompt = request.get(Option.PROMPT);
        String key = String.join("\n", image.hash(), model.hash(), prompt);
        Double misfit = kept.fits().get(key);
        boolean asked = misfit == null;
        try {
            if (asked) {
                double[] errors = new Probe(model, progress)
                        .errors(List.of(image), List.of("", prompt))
                        .get(0);
                misfit = errors[1] / errors[0] - 1;
                kept.fits().put(key, misfit);
            }
        } catch (CancellationException e) {
            // The images are there.
            return result;
        }
        EditResult told = misfit <= MARGIN
                ? result
                : result.noting(
                        Note.line("The source prompt '" + prompt + "' does not fit the image: the model sees the image"
                                + " better without it. Say what the image shows, or edits will miss it."));
        return asked ? told.plus(ROWS, "to see whether the source prompt fits the image") : told;
    }
}
