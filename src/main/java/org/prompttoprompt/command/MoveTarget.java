package org.prompttoprompt.command;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Line;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.Numbers;

/**
 * Where an object is and goes, as the inputs say, or the selections where those are empty: an arrow or a line from the object to where it
 * goes; the area where it goes, with the object's in the overlay; or the object's area, where the inputs say how far.
 *
 * @param shift as the option has it
 * @param zoom likewise
 * @param place likewise
 */
record MoveTarget(String shift, String zoom, String place) {
    static MoveTarget of(Optional<ImagePlus> image, String shift, String zoom, String place) {
        Optional<Roi> selection = image.map(ImagePlus::getRoi);
        MoveTarget given = new MoveTarget(shift, zoom.isBlank() ? "1" : zoom, place);
        if (selection.isEmpty()) {
            if (shift.isBlank() && zoom.isBlank())
                throw new Refusal(
                        "shift is empty, and nothing is selected: draw an arrow from the object to where it goes, or"
                                + " give pixels to the right and down, as in shift=40,-12.");
            return shift.isBlank() ? new MoveTarget("0,0", given.zoom, place) : given;
        }
        if (!shift.isBlank() && !place.isBlank()) return given;
        Roi roi = selection.get();
        if (roi instanceof Line line) return ofLine(line, given);
        if (!roi.isArea())
            throw new Refusal("The selection on '" + image.get().getTitle() + "' is a " + roi.getTypeAsString()
                    + ": draw an arrow or a line from the object to where it goes, or an area.");
        Rectangle2D box = roi.getFloatBounds();
        if (box.isEmpty())
            throw new Refusal("The selection on '" + image.get().getTitle()
                    + "' is empty: draw one that has at least one pixel.");
        if (!shift.isBlank()) return new MoveTarget(shift, given.zoom, text(box));
        Optional<Roi> object = inOverlay(image.get());
        if (object.isEmpty() && !zoom.isBlank()) return new MoveTarget("0,0", zoom, text(box));
        Rectangle2D from = object.orElseThrow(() ->
                        new Refusal("shift is empty, and the selection says only where one of both places is: add the"
                                + " object's to the overlay first (Image > Overlay > Add Selection...), and select where it goes;"
                                + " or give shift=40,-12."))
                .getFloatBounds();
        double larger = Math.sqrt(box.getWidth() * box.getHeight() / (from.getWidth() * from.getHeight()));
        return new MoveTarget(
                rounded(box.getCenterX() - from.getCenterX()) + "," + rounded(box.getCenterY() - from.getCenterY()),
                zoom.isBlank() ? Numbers.text(Math.round(larger * 100) / 100.0) : zoom,
                place.isBlank() ? text(from) : place);
    }

    private static MoveTarget ofLine(Line line, MoveTarget given) {
        if (!given.shift.isBlank()) return given;
        if (line.x1d == line.x2d && line.y1d == line.y2d)
            throw new Refusal("The arrow has a length of 0: draw it from the object to where it goes.");
        return new MoveTarget(
                rounded(line.x2d - line.x1d) + "," + rounded(line.y2d - line.y1d),
                given.zoom,
                given.place.isBlank() ? rounded(line.x1d) + "," + rounded(line.y1d) : given.place);
    }

    private static Optional<Roi> inOverlay(ImagePlus image) {
        Overlay overlay = image.getOverlay();
        List<Roi> areas = new ArrayList<>();
        if (overlay != null)
            for (Roi roi : overlay)
                if (roi.isArea()
                        && !(roi instanceof ImageRoi)
                        && !roi.getFloatBounds().isEmpty()) areas.add(roi);
        if (areas.size() > 1)
            throw new Refusal("The overlay of '" + image.getTitle() + "' has " + areas.size()
                    + " selections: leave the object's alone in it, or give place and shift.");
        return areas.stream().findFirst();
    }

    private static String text(Rectangle2D box) {
        return rounded(box.getX()) + "," + rounded(box.getY()) + "," + rounded(box.getWidth()) + ","
                + rounded(box.getHeight());
    }

    private static String rounded(double pixels) {
        return Numbers.text(Math.round(pixels * 10) / 10.0);
    }
}
