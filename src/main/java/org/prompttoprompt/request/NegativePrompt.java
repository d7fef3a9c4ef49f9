package org.prompttoprompt.request;

import org.prompttoprompt.Refusal;

/**
 * What an image should not show. A negative prompt takes the place of the empty one, ε = ε(negative) + w (ε(prompt) - ε(negative)), and
 * so acts through guidance alone: at w = 1 not at all.
 */
public final class NegativePrompt {
    /** The guidance scale of what needs guidance, where a model's own is none. */
    public static final int GUIDANCE = 2;

    private NegativePrompt() {}

    /**
     * Returns the guidance scale of a request that leaves it to the model.
     *
     * @param own the model's own scale
     */
    public static double guidance(EditRequest request, double own) {
        return own == 1 && isGiven(request) ? GUIDANCE : own;
    }

    /**
     * Refuses a negative prompt that would do nothing.
     *
     * @param guidance scale of the request
     */
    static void requireActs(EditRequest request, double guidance) {
        if (guidance != 1 || !isGiven(request)) return;
        throw new Refusal("negative=" + request.get(Option.NEGATIVE)
                + ": a negative prompt acts through guidance, and guidance=1 is none. Give guidance=" + GUIDANCE
                + ", or leave negative empty.");
    }

    private static boolean isGiven(EditRequest request) {
        return !request.get(Option.NEGATIVE).isBlank();
    }
}
