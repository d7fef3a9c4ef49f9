package org.prompttoprompt.request;

import static org.prompttoprompt.request.Option.*;

/**
 * How images are drawn, beside steps, guidance and size.
 *
 * @param rescale share in which the guided answer keeps the spread of the prompt's, 0 to 1
 * @param clipSkip last layers of the text encoder that are left out, 0 for none
 * @param speed what is left out of the arithmetic
 * @param told what Stable Diffusion XL is told of the picture's size
 */
public record DrawnValues(double rescale, int clipSkip, Speed speed, ToldSizes told) {
    /** More layers than any text encoder has. */
    static final int MOST_LAYERS = 100;

    /**
     * Reads them.
     *
     * @param request with nothing left to the model
     */
    public static DrawnValues of(EditRequest request) {
        return new DrawnValues(
                request.number(RESCALE, 0, 1),
                request.whole(CLIPSKIP, 0, MOST_LAYERS),
                Speed.of(request.get(SPEED), request.whole(STEPS, 1, EditRequest.MAX_STEPS)),
                ToldSizes.of(request));
    }
}
