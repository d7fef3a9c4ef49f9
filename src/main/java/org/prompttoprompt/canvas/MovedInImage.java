package org.prompttoprompt.canvas;

import ij.ImagePlus;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.Optional;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.MoveValues;
import org.prompttoprompt.request.MoveValues.Place;
import org.prompttoprompt.request.Numbers;
import org.prompttoprompt.request.Option;

/** An object that is moved in an open image: its numbers are pixels of the image, and the model sees a picture of a part of it. */
final class MovedInImage {
    private MovedInImage() {}

    /**
     * Refuses what does not lie in the image.
     *
     * @throws org.prompttoprompt.Refusal naming the value
     */
    static void require(EditRequest request, ImagePlus image) {
        MoveValues.of(request.with(Option.WIDTH, image.getWidth()).with(Option.HEIGHT, image.getHeight()));
    }

    /** Returns what the model is to see of the image: the object and where it goes; empty where that is not told or does not move. */
    static Optional<Region> box(Optional<Region> region, EditRequest request, ImagePlus image) {
        if (region.isPresent() || !MoveValues.isWanted(request)) return Optional.empty();
        MoveValues move = MoveValues.read(request);
        if (move.place().isEmpty() || move.place().get().isPoint()) return Optional.empty();
        Place from = move.place().get();
        double x = from.x() + from.width() / 2 + move.dx();
        double y = from.y() + from.height() / 2 + move.dy();
        Rectangle2D to = new Rectangle2D.Double(
                x - from.width() * move.zoom() / 2,
                y - from.height() * move.zoom() / 2,
                from.width() * move.zoom(),
                from.height() * move.zoom());
        Rectangle both = new Rectangle2D.Double(from.x(), from.y(), from.width(), from.height())
                .createUnion(to)
                .getBounds();
        return Optional.of(Region.of(both.intersection(new Rectangle(image.getWidth(), image.getHeight()))));
    }

    /** Returns a request with its numbers in pixels of the picture. */
    static EditRequest inPicture(EditRequest request, Placement place) {
        if (!MoveValues.isWanted(request)) return request;
        double across = place.inner().width / place.box().getWidth();
        double down = place.inner().height / place.box().getHeight();
        MoveValues move = MoveValues.read(request);
        EditRequest inPicture =
                request.with(Option.SHIFT, Numbers.text(move.dx() * across) + "," + Numbers.text(move.dy() * down));
        if (move.place().isEmpty()) return inPicture;
        Place from = move.place().get();
        String point = Numbers.text((from.x() - place.box().x) * across + place.inner().x) + ","
                + Numbers.text((from.y() - place.box().y) * down + place.inner().y);
        String size = Numbers.text(from.width() * across) + "," + Numbers.text(from.height() * down);
        return inPicture.with(Option.PLACE, from.isPoint() ? point : point + "," + size);
    }

    /** Returns a result of the picture as one of the image. */
    static EditResult inImage(EditResult result, EditRequest request) {
        if (!MoveValues.isWanted(request)) return result;
        return result.asked(result.request()
                .with(Option.SHIFT, request.get(Option.SHIFT))
                .with(Option.PLACE, request.get(Option.PLACE)));
    }
}
