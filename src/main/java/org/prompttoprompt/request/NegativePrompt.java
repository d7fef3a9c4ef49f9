package org.prompttoprompt.request;

import java.util.Set;
import org.prompttoprompt.Refusal;

/**
 * What an image should not show. A negative prompt takes the place of the empty one, ε = ε(negative) + w (ε(prompt) - ε(negative)), and
 * so acts through guidance alone: at w = 1 not at all. The same holds of the ways into an image that change the empty prompt or the
 * guided answer: negative, proximal and nulltext, which at w = 1 are ddim.
 */
public final class NegativePrompt {
    /** The guidance scale of what needs guidance, where a model's own is none. */
    public static final int GUIDANCE = 2;

    private static final Set<String> GUIDED =
            Set.of(Method.NEGATIVE.key(), Method.PROXIMAL.key(), Method.NULLTEXT.key());

    private NegativePrompt() {}

    /**
     * Returns the guidance scale of a request that leaves it to the model.
     *
     * @param own the model's own scale
     */
    public static double guidance(EditRequest request, double own) {
        return own == 1 && (isGiven(request) || method(request)) ? GUIDANCE : own;
    }

    /**
     * Refuses a negative prompt, or a way into an image, that would do nothing.
     *
     * @param guidance scale of the request
     */
    static void requireActs(EditRequest request, double guidance) {
        if (guidance != 1) return;
        if (method(request))
            throw new Refusal("method=" + request.get(Option.METHOD)
                    + " acts through guidance, and guidance=1 is none: it would be method=ddim. Give guidance="
                    + GUIDANCE
                    + ", or another method.");
        if (!isGiven(request)) return;
        throw new Refusal("negative=" + request.get(Option.NEGATIVE)
                + ": a negative prompt acts through guidance, and guidance=1 is none. Give guidance=" + GUIDANCE
                + ", or leave negative empty.");
    }

    private static boolean method(EditRequest request) {
        return request.task().takesImage() && GUIDED.contains(request.get(Option.METHOD));
    }

    private static boolean isGiven(EditRequest request) {
        return !request.get(Option.NEGATIVE).isBlank();
    }
}
