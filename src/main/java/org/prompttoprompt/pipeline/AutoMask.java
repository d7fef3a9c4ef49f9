package org.prompttoprompt.pipeline;

import org.prompttoprompt.Refusal;
import org.prompttoprompt.inversion.DifferenceMask;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/** The mask that the model finds by itself, where a request asks for it. */
final class AutoMask {
    /** What it costs. */
    static final long ROWS = 2L * DifferenceMask.NOISES;

    private AutoMask() {}

    static boolean isWanted(EditRequest request) {
        return request.task().takesImage() && request.get(Option.AUTOMASK).equals("yes");
    }

    /** Returns the input with the mask that its image and the request's prompts make. */
    static EditInput of(EditRequest request, EditInput input, StableDiffusion model, Progress progress) {
        if (input.mask().isPresent()) {
            throw new Refusal("automatic=yes and a mask are given: choose one, automatic=no or no mask.");
        }
        String target = request.get(Option.TARGET);
        return input.within(new Probe(model, progress)
                .mask(
                        input.image().orElseThrow(),
                        request.get(Option.PROMPT),
                        target.isBlank() ? request.get(Option.PROMPT) : target));
    }
}
