package org.prompttoprompt.pipeline;

import java.util.Optional;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.p2p.Displacement;
import org.prompttoprompt.p2p.ImageMask;

/**
 * What is given with a request beside its text.
 *
 * <pre>{@code
 * EditInput input = EditInput.of(SourceImage.of(pixels)).within(ImageMask.of(inside, width));
 * EditResult result = p2p.run(
 *         EditRequest.of(Task.EDIT).with("prompt", "a red ball").with("target", "a blue ball"), input, Progress.NONE);
 * }</pre>
 *
 * @param image that is edited, at the width and height of the request ({@link PromptToPrompt#resolve} tells them); a request
 *     of {@link org.prompttoprompt.request.Task#EDIT} needs one, the others draw their own
 * @param mask where it may change, over the whole image, in any number of pixels; the option {@code combine} says how it goes
 *     with the words of {@code blend}
 * @param moved where the object that is moved is and goes to, once that is known
 */
public record EditInput(Optional<SourceImage> image, Optional<ImageMask> mask, Optional<Displacement> moved) {
    /** Nothing but the request. */
    public static final EditInput NONE = new EditInput(Optional.empty(), Optional.empty(), Optional.empty());

    public static EditInput of(SourceImage image) {
        return new EditInput(Optional.of(image), Optional.empty(), Optional.empty());
    }

    /** Returns this input with a mask. */
    public EditInput within(ImageMask region) {
        return new EditInput(image, Optional.of(region), moved);
    }

    /** Returns this input with where the object of the request is and goes to. */
    EditInput moving(Displacement displacement) {
        return new EditInput(image, mask, Optional.of(displacement));
    }
}
