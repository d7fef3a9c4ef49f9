package org.prompttoprompt.canvas;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.pipeline.EditInput;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/**
 * A part of a plane that is edited: what the model sees of it, and what is painted there.
 *
 * @param planes of the image
 * @param plane from 0 on
 * @param region where it may change; empty for everywhere
 * @param request what is made of it
 */
record Patch(Planes planes, int plane, Optional<Region> region, EditRequest request) {
    /** The model's answer, and for each frame the pixels of the edited channels; none if it was stopped in a part of many. */
    record Painted(EditResult result, List<ImageProcessor[]> frames) {}

    private CanvasValues values() {
        return CanvasValues.of(request);
    }

    private ImagePlus image() {
        return planes.image();
    }

    Rectangle box() {
        return MovedInImage.box(region, request, image())
                .map(part -> values().box(Optional.of(part), image()))
                .orElseGet(() -> values().box(region, image()));
    }

    /**
     * Has it drawn and paints it.
     *
     * @param note which part of many it is, empty if it is all
     */
    Painted paint(Retouch.Model model, String note) {
        CanvasValues values = values();
        Rectangle box = box();
        int width = values.width();
        int height = values.height();
        boolean tiled = values.aspect() == CanvasValues.Aspect.TILE;
        Placement place = tiled ? Placement.tiled(box, width, height) : Placement.fit(box, width, height);
        float[] inside = weights();
        // Where the words act is for the model to say.
        float[] weights = orWords() ? new Patch(planes, plane, Optional.empty(), request).all(box) : inside;
        Painting painting = new Painting(planes.tones(plane), place, weights, inside);
        EditRequest drawn = MovedInImage.inPicture(request, place);
        if (values.surroundings()) painting = painting.fromAround();
        EditResult result = tiled
                ? new Tiles(width, height)
                        .draw(
                                painting.picture(),
                                painting.mask(),
                                place.width(),
                                place.height(),
                                (picture, mask, tile) -> model.draw(
                                        drawn, input(picture, mask, width), note.isEmpty() ? tile : note + ", " + tile))
                : MovedInImage.inImage(
                        model.draw(drawn, input(painting.picture(), painting.mask(), width), note), request);
        List<ImageProcessor[]> frames = new ArrayList<>();
        if (result.cancelled() && (tiled || !note.isEmpty())) return new Painted(result, frames);
        int[] source = null;
        for (Frame frame : result.frames()) {
            int[] argb = frame.image().update(null).getCurrentStorageArray();
            if (frame.source()) source = argb;
            if (frame.source() && values.each()) continue;
            frames.add(frame.source() ? painting.reconstructed(argb) : painting.edited(source, argb));
        }
        return new Painted(result, frames);
    }

    /**
     * Looks whether there are surroundings to begin with, if that is asked for.
     *
     * @throws Refusal if there are none
     */
    void requireSurroundings() {
        if (!values().surroundings()) return;
        String begin = Option.BEGIN.key() + "=surroundings: ";
        Region inside = region.orElseThrow(() -> new Refusal(
                begin + "nothing says where. Select it, or give a mask, or " + Option.BEGIN.key() + "=image."));
        Rectangle box = box();
        if (inside.bounds().equals(box) && inside.inside().getHistogram()[0] == 0)
            throw new Refusal(begin + "all of '" + image().getTitle() + "' is selected. Select less, or give "
                    + Option.BEGIN.key() + "=image.");
    }

    /** Puts the pixels of the region into those of another part's frames. */
    void copy(List<ImageProcessor[]> from, List<ImageProcessor[]> to) {
        Rectangle bounds = region.orElseThrow().bounds();
        ByteProcessor inside = region.get().inside();
        for (int frame = 0; frame < Math.min(from.size(), to.size()); frame++) {
            for (int c = 0; c < to.get(frame).length; c++) {
                for (int y = 0; y < bounds.height; y++) {
                    for (int x = 0; x < bounds.width; x++) {
                        if (inside.get(x, y) == 0) continue;
                        int value = from.get(frame)[c].get(bounds.x + x, bounds.y + y);
                        to.get(frame)[c].set(bounds.x + x, bounds.y + y, value);
                    }
                }
            }
        }
    }

    /** Returns where it lies in the picture that the model sees. */
    Placement place() {
        return Placement.fit(box(), values().width(), values().height());
    }

    /** Returns the picture that the model sees. */
    SourceImage seen() {
        CanvasValues values = values();
        Placement place = place();
        return Painting.source(new Painting(planes.tones(plane), place, null, null).picture(), values.width());
    }

    /** Returns how much of a change each pixel of the box takes, together with where words act in the picture, if any are asked for. */
    float[] weights(Function<SourceImage, Optional<ImageMask>> where) {
        return where.apply(seen()).map(this::weights).orElseGet(this::weights);
    }

    private float[] weights(ImageMask words) {
        Placement place = place();
        float[] weights = weights();
        float[] acts = place.toBox(place.shares(words));
        for (int i = 0; i < weights.length; i++)
            weights[i] = orWords() ? Math.max(weights[i], acts[i]) : Math.min(weights[i], acts[i]);
        return weights;
    }

    private boolean orWords() {
        return request.get(Option.COMBINE).equals("or")
                && !request.get(Option.BLEND).isBlank();
    }

    private float[] all(Rectangle box) {
        return Region.of(box).weights(values().feather(box), image().getWidth(), image().getHeight());
    }

    /** Returns how much of a change each pixel of the box takes. */
    float[] weights() {
        Rectangle box = box();
        if (region.isEmpty()) return all(box);
        Rectangle bounds = region.get().bounds();
        float[] inBounds = region.get().weights(values().feather(box), image().getWidth(), image().getHeight());
        if (bounds.equals(box)) return inBounds;
        float[] weights = new float[box.width * box.height];
        for (int y = 0; y < bounds.height; y++)
            System.arraycopy(
                    inBounds,
                    y * bounds.width,
                    weights,
                    (bounds.y - box.y + y) * box.width + bounds.x - box.x,
                    bounds.width);
        return weights;
    }

    /** A rim around the picture that shows nothing of the image is no mask: it may change, and is not painted. */
    private EditInput input(float[][] picture, float[] mask, int width) {
        EditInput input = EditInput.of(Painting.source(picture, width));
        if (region.isEmpty()) return input;
        for (float value : mask) if (value == 0) return input.within(ImageMask.of(mask, width));
        return input;
    }
}
