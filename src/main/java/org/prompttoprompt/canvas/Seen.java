package org.prompttoprompt.canvas;

import ij.ImagePlus;
import ij.gui.Roi;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.request.EditRequest;

/** The slices of an edited image as the model sees them: the part that it saw of the original, at its size. */
public final class Seen {
    private Seen() {}

    /**
     * Returns a picture for each slice; none where each selection has words of its own.
     *
     * @param result of {@link Retouch}
     * @param request that made it, with its size filled in
     * @param selection that was on the original
     * @param slices from 1 on, of all channels together
     * @throws org.prompttoprompt.Refusal if the mask of the request is not there any more
     */
    public static List<SourceImage> of(
            ImagePlus result, EditRequest request, Optional<Roi> selection, List<Integer> slices) {
        if (Selections.areWanted(request)) return List.of();
        CanvasValues values = CanvasValues.of(request);
        Planes planes = new Planes(result, values.channel());
        Masks masks = values.mask().isEmpty()
                ? new Masks(result, selection, Optional.empty(), Double.NaN)
                : Masks.of(result, values.mask(), Optional.empty());
        return slices.stream()
                .map(slice -> new Patch(planes, slice - 1, masks.of(slice - 1, planes.count()), request).seen())
                .toList();
    }
}
