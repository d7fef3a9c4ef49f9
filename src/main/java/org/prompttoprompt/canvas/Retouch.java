package org.prompttoprompt.canvas;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.DeviceMemory;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.pipeline.EditInput;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Prompts;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.FrameKey;
import org.prompttoprompt.request.Option;

/**
 * An edit of an open image: each of its planes goes to the model as it is shown, and what the model makes of it is painted on a
 * copy of its own pixels, inside of a region alone. The image itself stays as it is.
 *
 * <pre>{@code
 * Retouch retouch = Retouch.of(image, p2p.resolve(request), Optional.empty());
 * ImagePlus result = retouch.run((one, input, note) -> p2p.run(one, input, Progress.NONE)).orElseThrow();
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

    private Retouch(ImagePlus image, EditRequest request, Planes planes, Masks masks, int plane) {
        this.image = image;
        this.request = request;
        this.planes = planes;
        this.masks = masks;
        values = CanvasValues.of(request);
        if (values.each()) for (int each = 0; each < planes.count(); each++) chosen.add(each);
        else chosen.add(plane);
    }

    /** What draws: the model, with the size of the request. */
    @FunctionalInterface
    public interface Model {
        /**
         * @param request what is made of it
         * @param note which part of the image it is, empty if it is all of it
         */
        EditResult draw(EditRequest request, EditInput input, String note);
    }

    /**
     * Checks what can be checked before anything is computed.
     *
     * @param request with its size filled in
     * @param mask given beside it
     * @throws Refusal with one readable sentence if the image cannot be edited so
     */
    public static Retouch of(ImagePlus image, EditRequest request, Optional<ImagePlus> mask) {
        CanvasValues values = CanvasValues.of(request);
        Planes planes = new Planes(image, values.channel());
        return new Retouch(image, request, planes, Masks.of(image, values.mask(), mask), planes.inFront()).checked();
    }

    /**
     * Checks likewise an edit of one plane, whichever is in front, inside of a selection, whatever is selected on it by now.
     *
     * @param plane from 0 on
     */
    public static Retouch of(ImagePlus image, Optional<Roi> selection, int plane, EditRequest request) {
        CanvasValues values = CanvasValues.of(request);
        Masks masks = values.mask().isEmpty()
                ? new Masks(image, selection, Optional.empty(), Double.NaN)
                : Masks.of(image, values.mask(), Optional.empty());
        return new Retouch(image, request, new Planes(image, values.channel()), masks, plane).checked();
    }

    private Retouch checked() {
        MovedInImage.require(request, image);
        requireRoom();
        for (int plane : chosen) {
            planes.tones(plane);
            parts(plane).forEach(Patch::requireSurroundings);
        }
        // One selection's words are met by the model when those before it are drawn.
        if (Selections.areWanted(request)) parts(chosen.get(0)).forEach(part -> Prompts.require(part.request()));
        return this;
    }

    /** Returns what the model sees of the first plane that is edited. */
    public Look look() {
        return new Look(planes, chosen.get(0), parts(chosen.get(0)).get(0).place());
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
                            + " or raise Edit > Options > Memory & Threads...",
                    image.getTitle(),
                    bytes / 1e9,
                    free / 1e9));
    }

    /** Says in two words what kind of edit a request is. */
    public static String kind(EditRequest request) {
        return switch (request.kind()) {
            case SWAP -> "Words swapped";
            case PHRASE -> "Phrase changed";
            default -> "Words re-weighted";
        };
    }

    /** Says in a line what kind of edit it is, and where. */
    public String plan() {
        String where = masks.selection().isPresent() || Selections.areWanted(request)
                ? "inside of the selection" + (Selections.areWanted(request) ? "s" : "")
                : masks.other()
                        .map(mask -> "inside of '" + mask.getTitle() + "'")
                        .orElse("everywhere");
        int runs = chosen.size();
        return kind(request) + " " + where + ", " + runs + (runs == 1 ? " slice" : " slices");
    }

    /**
     * Edits the planes; empty if it was stopped before the first was done.
     *
     * @throws Refusal if it cannot be run; where the memory of a GPU ends after the first plane, those that are done are kept
     */
    public Optional<ImagePlus> run(Model model) {
        for (int plane : chosen) {
            try {
                EditResult result = paint(plane, model);
                if (result.frames().isEmpty() || result.cancelled() && chosen.size() > 1) break;
                last = result;
            } catch (Refusal e) {
                if (painted.isEmpty() || !DeviceMemory.isUsedUp(e)) throw e;
                last = last.stopped(
                        painted.size() + " of " + chosen.size() + " slices are done and kept. " + e.getMessage());
                break;
            }
        }
        if (painted.isEmpty()) return Optional.empty();
        EditedStack stack =
                new EditedStack(planes, chosen.subList(0, painted.size()), painted, last, masks.selection());
        ImagePlus made = stack.image(values.each());
        if (Selections.areWanted(request)) made.setOverlay(image.getOverlay().duplicate());
        return Optional.of(made);
    }

    /** Returns what the model said of the last plane. */
    public EditResult last() {
        return last;
    }

    private List<Patch> parts(int plane) {
        return Selections.areWanted(request)
                ? Selections.of(planes, plane, request)
                : List.of(new Patch(planes, plane, masks.of(plane, planes.count()), request));
    }

    /** Edits the parts of a plane, each by itself; what they have in common is the last one's. */
    private EditResult paint(int plane, Model model) {
        List<Patch> parts = parts(plane);
        List<ImageProcessor[]> frames = new ArrayList<>();
        EditResult result = null;
        for (int i = 0; i < parts.size(); i++) {
            List<String> notes = new ArrayList<>();
            if (chosen.size() > 1) notes.add("slice " + (painted.size() + 1) + " of " + chosen.size());
            if (parts.size() > 1) notes.add("selection " + (i + 1) + " of " + parts.size());
            Patch.Painted part = parts.get(i).paint(model, String.join(", ", notes));
            result = part.result();
            if (part.frames().isEmpty()) return result;
            if (i == 0) frames = part.frames();
            else parts.get(i).copy(part.frames(), frames);
        }
        painted.add(frames);
        return Selections.areWanted(request)
                ? result.asked(result.request().with(Option.TARGET, request.get(Option.TARGET)))
                : result;
    }

    /**
     * Returns a mask of the first plane, white where it may change.
     *
     * @param where words act in a picture, or prompts disagree about it, if that is asked for
     */
    public ImagePlus inside(Function<SourceImage, Optional<ImageMask>> where) {
        ByteProcessor mask = new ByteProcessor(image.getWidth(), image.getHeight());
        for (Patch part : parts(chosen.get(0))) {
            float[] weights = part.weights(where);
            Rectangle box = part.box();
            for (int i = 0; i < weights.length; i++)
                if (weights[i] > 0) mask.set(box.x + i % box.width, box.y + i / box.width, 255);
        }
        return new ImagePlus("object", mask);
    }

    /**
     * Shows over the image where it may change, in red, and what of it the model sees, as a frame.
     *
     * @param where words act in a picture, or prompts disagree about it, if that is asked for
     */
    public Overlay preview(Function<SourceImage, Optional<ImageMask>> where) {
        Overlay shown = Preview.of(parts(chosen.get(0)), where);
        if (Selections.areWanted(request)) Preview.keep(image.getOverlay(), shown);
        return shown;
    }
}
