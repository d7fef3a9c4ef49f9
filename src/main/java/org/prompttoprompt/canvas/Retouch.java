package org.prompttoprompt.canvas;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.pipeline.EditInput;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.FrameKey;
import org.prompttoprompt.request.Option;

/**
 * An edit of an open image: each of its planes goes to the model as it is shown, and what the model makes of it is painted on a
 * copy of its own pixels, inside of a region alone. The image itself stays as it is.
 *
 * <pre>{@code
 * Retouch retouch = Retouch.of(image, p2p.resolve(request), Optional.empty());
 * ImagePlus result = retouch.run((input, note) -> p2p.run(request, input, Progress.NONE)).orElseThrow();
 * }</pre>
 */
public final class Retouch {
    private final ImagePlus image;
    private final EditRequest request;
    private final CanvasValues values;
    private final Planes planes;
    private final Masks masks;
    private final List<Integer> chosen = new ArrayList<>();
    private final List<List<ImageProcessor[]>> painted = new ArrayList<>();
    private EditResult last;

    private Retouch(ImagePlus image, EditRequest request, Optional<ImagePlus> mask) {
        this.image = image;
        this.request = request;
        values = CanvasValues.of(request);
        planes = new Planes(image, values.channel());
        masks = Masks.of(image, values.mask(), mask);
        if (values.each()) for (int plane = 0; plane < planes.count(); plane++) chosen.add(plane);
        else chosen.add(planes.inFront());
    }

    /** What draws: the model, with the size of the request. */
    @FunctionalInterface
    public interface Model {
        /** @param note which part of the image it is, empty if it is all of it */
        EditResult draw(EditInput input, String note);
    }

    /**
     * Checks what can be checked before anything is computed.
     *
     * @param request with its size filled in
     * @param mask given beside it
     * @throws Refusal with one readable sentence if the image cannot be edited so
     */
    public static Retouch of(ImagePlus image, EditRequest request, Optional<ImagePlus> mask) {
        Retouch retouch = new Retouch(image, request, mask);
        retouch.requireRoom();
        for (int plane : retouch.chosen) {
            retouch.planes.tones(plane);
            retouch.masks.of(plane, retouch.planes.count());
        }
        return retouch;
    }

    private void requireRoom() {
        int frames = FrameKey.of(request).size();
        if (values.each() && chosen.size() > 1 && frames > 2)
            throw new Refusal(
                    "slices=each makes one edit of each slice, and a parameter has several values: give it one, or"
                            + " sweep a single slice first.");
        long bytes = (long) image.getWidth()
                * image.getHeight()
                * image.getNChannels()
                * Math.max(1, image.getBytesPerPixel())
                * chosen.size()
                * (values.each() ? 2 : frames);
        Runtime java = Runtime.getRuntime();
        long free = java.maxMemory() - java.totalMemory() + java.freeMemory();
        if (bytes > free / 2)
            throw new Refusal(String.format(
                    Locale.ROOT,
                    "'%s' is huge: the result takes %.1f GB, and ImageJ has %.1f GB left. Edit a part of it (Image > Duplicate...)"
                            + " or raise Edit > Options > Memory & Threads....",
                    image.getTitle(),
                    bytes / 1e9,
                    free / 1e9));
    }

    /** Says in a line what kind of edit it is, and where. */
    public String plan() {
        String kind = switch (request.kind()) {
            case SWAP -> "Words swapped";
            case PHRASE -> "Phrase changed";
            default -> "Words re-weighted";
        };
        String where = masks.selection().isPresent()
                ? "inside of the selection"
                : masks.other()
                        .map(mask -> "inside of '" + mask.getTitle() + "'")
                        .orElse("everywhere");
        int runs = chosen.size();
        return kind + " " + where + ", " + runs + (runs == 1 ? " slice" : " slices");
    }

    /** Edits the planes; empty if it was stopped before the first was done. */
    public Optional<ImagePlus> run(Model model) {
        for (int plane : chosen) {
            EditResult result = paint(plane, model);
            if (result.frames().isEmpty() || result.cancelled() && chosen.size() > 1) break;
            last = result;
        }
        if (painted.isEmpty()) return Optional.empty();
        EditedStack stack =
                new EditedStack(planes, chosen.subList(0, painted.size()), painted, last, masks.selection());
        return Optional.of(stack.image(values.each()));
    }

    /** Returns what the model said of the last plane. */
    public EditResult last() {
        return last;
    }

    private EditResult paint(int plane, Model model) {
        Optional<Region> region = masks.of(plane, planes.count());
        Rectangle box = box(region);
        int width = request.whole(Option.WIDTH, 1, EditRequest.MAX_SIDE);
        int height = request.whole(Option.HEIGHT, 1, EditRequest.MAX_SIDE);
        boolean tiled = values.aspect() == CanvasValues.Aspect.TILE;
        Placement place = tiled ? Placement.tiled(box, width, height) : Placement.fit(box, width, height);
        float[] inside = weights(region.orElse(Region.of(box)), box);
        boolean words = request.get(Option.COMBINE).equals("or")
                && !request.get(Option.BLEND).isBlank();
        // Where the words act is for the model to say.
        float[] weights = words ? weights(Region.of(box), box) : inside;
        Painting painting = new Painting(planes.tones(plane), place, weights, inside);
        String part = chosen.size() == 1 ? "" : "slice " + (painted.size() + 1) + " of " + chosen.size();
        EditResult result = tiled
                ? new Tiles(width, height)
                        .draw(
                                painting.picture(),
                                painting.mask(),
                                place.width(),
                                place.height(),
                                (picture, mask, note) -> model.draw(
                                        input(picture, mask, width, height),
                                        part.isEmpty() ? note : part + ", " + note))
                : model.draw(input(painting.picture(), painting.mask(), width, height), part);
        if (result.cancelled() && (tiled || chosen.size() > 1)) return result;
        List<ImageProcessor[]> frames = new ArrayList<>();
        int[] source = null;
        for (Frame frame : result.frames()) {
            int[] argb = frame.image().update(null).getCurrentStorageArray();
            if (frame.source()) source = argb;
            if (frame.source() && values.each()) continue;
            frames.add(frame.source() ? painting.reconstructed(argb) : painting.edited(source, argb));
        }
        painted.add(frames);
        return result;
    }

    /** Returns the part of the image that the model sees. */
    private Rectangle box(Optional<Region> region) {
        int width = request.whole(Option.WIDTH, 1, EditRequest.MAX_SIDE);
        int height = request.whole(Option.HEIGHT, 1, EditRequest.MAX_SIDE);
        Rectangle all = new Rectangle(image.getWidth(), image.getHeight());
        if (region.isPresent()) return Placement.around(region.get().bounds(), all, width, height);
        return values.aspect() == CanvasValues.Aspect.CROP ? Placement.middle(all, width, height) : all;
    }

    /** Shows over the image where it may change, in red, and what of it the model sees, as a frame. */
    public Overlay preview() {
        int plane = chosen.get(0);
        Optional<Region> region = masks.of(plane, planes.count());
        Rectangle box = box(region);
        float[] weights = weights(region.orElse(Region.of(box)), box);
        ColorProcessor red = new ColorProcessor(box.width, box.height);
        for (int i = 0; i < weights.length; i++) red.set(i, Math.round(160 * weights[i]) << 24 | 0xff0000);
        BufferedImage picture = new BufferedImage(box.width, box.height, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, box.width, box.height, (int[]) red.getPixels(), 0, box.width);
        ImageRoi mask = new ImageRoi(box.x, box.y, picture);
        mask.setName("may change");
        Roi frame = new Roi(box);
        frame.setStrokeColor(Color.YELLOW);
        frame.setName("what the model sees");
        Overlay overlay = new Overlay(mask);
        overlay.add(frame);
        return overlay;
    }

    /** Returns the weights of a region's pixels, as the box has them. */
    private float[] weights(Region region, Rectangle box) {
        float[] inBounds = region.weights(values.feather(box), image.getWidth(), image.getHeight());
        if (region.bounds().equals(box)) return inBounds;
        float[] weights = new float[box.width * box.height];
        Rectangle bounds = region.bounds();
        for (int y = 0; y < bounds.height; y++)
            System.arraycopy(
                    inBounds,
                    y * bounds.width,
                    weights,
                    (bounds.y - box.y + y) * box.width + bounds.x - box.x,
                    bounds.width);
        return weights;
    }

    private static EditInput input(float[][] picture, float[] mask, int width, int height) {
        float[] rgb = new float[3 * width * height];
        for (int c = 0; c < 3; c++) System.arraycopy(picture[c], 0, rgb, c * width * height, width * height);
        EditInput input = EditInput.of(SourceImage.of(width, height, rgb));
        for (float value : mask) if (value == 0) return input.within(ImageMask.of(mask, width));
        return input;
    }
}
