package org.prompttoprompt.canvas;

import ij.ImagePlus;
import ij.gui.Roi;
import java.awt.Rectangle;
import java.util.Optional;
import org.prompttoprompt.request.EditRequest;

/** How many pictures of the model's size an edit of an image draws: what its cost is multiplied by. */
public final class PictureCount {
    private PictureCount() {}

    /**
     * Returns the most that it may be, at once: no pixel is read, nor a mask.
     *
     * @param request with its size filled in
     */
    public static long of(ImagePlus image, EditRequest request) {
        CanvasValues values = CanvasValues.of(request);
        long planes = values.each() ? (long) image.getNSlices() * image.getNFrames() : 1;
        if (Selections.areWanted(request)) {
            long parts = 0;
            for (Roi roi : Selections.among(image))
                parts += tiles(Placement.around(roi.getBounds(), all(image), values.width(), values.height()), values);
            return planes * Math.max(1, parts);
        }
        Optional<Rectangle> selected = Optional.ofNullable(values.mask().isEmpty() ? image.getRoi() : null)
                .map(roi -> roi.getBounds().intersection(all(image)))
                .filter(bounds -> !bounds.isEmpty());
        Rectangle box = selected.map(bounds -> Placement.around(bounds, all(image), values.width(), values.height()))
                .orElseGet(() -> values.box(Optional.empty(), image));
        return planes * tiles(box, values);
    }

    private static Rectangle all(ImagePlus image) {
        return new Rectangle(image.getWidth(), image.getHeight());
    }

    private static long tiles(Rectangle box, CanvasValues values) {
        if (values.aspect() != CanvasValues.Aspect.TILE) return 1;
        Placement place = Placement.tiled(box, values.width(), values.height());
        return (long) Tiles.offsets(place.width(), values.width()).size()
                * Tiles.offsets(place.height(), values.height()).size();
    }
}
