package org.prompttoprompt.service;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.prompttoprompt.canvas.Seen;
import org.prompttoprompt.ij.Origin;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.ij.Shown;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.request.EditRequest;

/** Slices of a result as a model sees them. */
final class SlicePictures {
    private SlicePictures() {}

    /**
     * Returns a picture for each slice; none where each selection of an edited image has words of its own.
     *
     * @param request of the recipe, with nothing left to the model
     * @throws org.prompttoprompt.Refusal if the mask of the request is not there any more
     */
    static List<SourceImage> of(ImagePlus result, Recipe recipe, EditRequest request, List<Integer> slices) {
        if (request.task().takesImage())
            return Seen.of(result, request, Origin.in(recipe).flatMap(Origin::selection), slices);
        ImagePlus shown = Shown.of(result);
        return slices.stream()
                .map(slice -> shown.getStack().getProcessor(slice).convertToRGB())
                .map(SlicePictures::picture)
                .toList();
    }

    private static SourceImage picture(ImageProcessor pixels) {
        return SourceImage.of(ArrayImgs.argbs((int[]) pixels.getPixels(), pixels.getWidth(), pixels.getHeight()));
    }
}
