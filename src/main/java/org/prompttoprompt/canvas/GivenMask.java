package org.prompttoprompt.canvas;

import ij.ImagePlus;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.pipeline.EditInput;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** The mask that an edit of a generated image names: an open image or a file, of any size, laid over the whole of it. */
public final class GivenMask {
    private GivenMask() {}

    /**
     * Returns what is given with a request besides its text: its mask, if it has one. Edits of images that are open bring their
     * own ({@link Retouch}).
     *
     * @throws org.prompttoprompt.Refusal if there is no such image, or no pixel of it is inside
     */
    public static EditInput of(EditRequest request) {
        boolean masks = !request.task().takesImage()
                && request.task() != Task.GENERATE
                && !request.get(Option.MASK).isBlank()
                && !request.get(Option.MASK).equals(Masks.ALL);
        if (!masks) return EditInput.NONE;
        Masks.Named named = Masks.named(request.get(Option.MASK));
        ImagePlus image = named.image();
        Region region = Region.of(image, named.label(), image);
        float[] shares = new float[image.getWidth() * image.getHeight()];
        for (int y = 0; y < region.bounds().height; y++) {
            for (int x = 0; x < region.bounds().width; x++) {
                int at = (y + region.bounds().y) * image.getWidth() + x + region.bounds().x;
                shares[at] = region.inside().get(x, y) == 0 ? 0 : 1;
            }
        }
        return EditInput.NONE.within(ImageMask.of(shares, image.getWidth()));
    }
}
