package org.prompttoprompt.request;

import static org.prompttoprompt.request.Option.*;

import java.util.List;

/**
 * What Stable Diffusion XL is told of a picture (Podell et al. 2023, section 2.2): that it was made of an original of this size,
 * which was scaled to the target's size and cut from this place on. A small original draws coarse images, a place away from the
 * corner cut ones.
 *
 * @param original width and height in pixels
 * @param cropped left and top of the crop in pixels
 * @param target width and height in pixels
 */
public record ToldSizes(PixelPair original, PixelPair cropped, PixelPair target) {
    private static final List<Option> OPTIONS = List.of(ORIGINALSIZE, CROPPEDAT, TARGETSIZE);

    /** What is told of an image of this size where nothing else is asked for. */
    public static ToldSizes of(int width, int height) {
        PixelPair size = new PixelPair(width, height);
        return new ToldSizes(size, new PixelPair(0, 0), size);
    }

    static ToldSizes of(EditRequest request) {
        PixelPair image = new PixelPair(
                request.whole(WIDTH, 1, EditRequest.MAX_SIDE), request.whole(HEIGHT, 1, EditRequest.MAX_SIDE));
        return new ToldSizes(
                size(request, ORIGINALSIZE, image),
                PixelPair.place(CROPPEDAT.key(), request.get(CROPPEDAT)),
                size(request, TARGETSIZE, image));
    }

    private static PixelPair size(EditRequest request, Option option, PixelPair image) {
        String text = request.get(option);
        return text.equals(OF_THE_IMAGE) ? image : PixelPair.size(option.key(), text);
    }

    /**
     * Refuses a request that tells sizes to a model that takes none.
     *
     * @throws org.prompttoprompt.Refusal naming the option
     */
    public static void requireNone(EditRequest request, String model) {
        for (Option option : OPTIONS) {
            if (request.get(option).equals(option.defaultValue())) continue;
            throw new Given(option.key(), request.get(option), "Leave it out.")
                    .wrong(model + " is told no sizes; Stable Diffusion XL is");
        }
    }

    /** Returns them in the order of the network's input: height and width of the original, top, left, height and width of the target. */
    public float[] values() {
        return new float[] {original.y(), original.x(), cropped.y(), cropped.x(), target.y(), target.x()};
    }
}
