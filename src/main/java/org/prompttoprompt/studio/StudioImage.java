package org.prompttoprompt.studio;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.canvas.Retouch;
import org.prompttoprompt.ij.Origin;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.FrameKey;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/**
 * An open image as a source of edits.
 *
 * @param image that is edited; it stays as it is
 * @param plane that is edited, from 0 on
 * @param selection on it, within which it may change
 */
record StudioImage(ImagePlus image, int plane, Optional<Roi> selection) {
    /**
     * Returns the image in front.
     *
     * @throws Refusal if none is open
     */
    static StudioImage inFront() {
        ImagePlus front = WindowManager.getCurrentImage();
        if (front == null)
            throw new Refusal(
                    "No image is open: open the one that is to be edited, such as File > Open Samples > Clown.");
        return of(front);
    }

    /** Returns an image as it stands: its slice in front, and what is selected on it. */
    static StudioImage of(ImagePlus image) {
        int[] at = image.convertIndexToPosition(image.getCurrentSlice());
        int plane = (at[2] - 1) * image.getNSlices() + at[1] - 1;
        Roi roi = image.getRoi();
        return new StudioImage(image, plane, Optional.ofNullable(roi == null ? null : (Roi) roi.clone()));
    }

    /**
     * Returns it with the slice and the selection that it has by now.
     *
     * @throws Refusal if it was closed
     */
    StudioImage now() {
        requireOpen();
        return of(image);
    }

    private void requireOpen() {
        if (WindowManager.getImage(image.getID()) != image)
            throw new Refusal("The image '" + title()
                    + "' was closed: open it again, and press Start from Image. What was made of it"
                    + " stays in the history.");
    }

    /** Returns what it is called. */
    String title() {
        return image.getTitle();
    }

    /** Returns what the source prompt is, as far as its recipe tells: of an edit the edited prompt; else empty. */
    String prompt() {
        Optional<Recipe> recipe = Recipe.in(image);
        if (recipe.isEmpty()) return "";
        EditRequest all = recipe.get().request();
        String label = image.getStack().getSliceLabel(image.getCurrentSlice());
        boolean source = label != null
                && recipe.get().frame(label).filter(FrameKey::source).isPresent();
        boolean edited = !source && all.task().options().contains(Option.TARGET);
        String target = edited ? all.get(Option.TARGET) : "";
        return target.isBlank() ? all.get(Option.PROMPT) : target;
    }

    /** Returns the source that its edits begin with. */
    EditRequest source(String prompt, String model) {
        return EditRequest.of(Task.EDIT).with(Option.PROMPT, prompt).with(Option.MODEL, model);
    }

    /**
     * Returns the edit of it that a request asks for.
     *
     * @param request with nothing left to the model
     * @throws Refusal if it was closed, or cannot be edited so
     */
    Retouch retouch(EditRequest request) {
        requireOpen();
        return Retouch.of(image, selection, plane, request);
    }

    /** Returns which image it is, to find it again. */
    Origin origin() {
        return Origin.of(image, plane + 1, selection);
    }

    /**
     * Requires that it is open and has the pixels that were edited.
     *
     * @throws Refusal if not
     */
    void require(Origin edited) {
        requireOpen();
        if (!edited.is(image))
            throw new Refusal(
                    "The image '" + title() + "' has changed since this edit was made: undo that, or press Start from"
                            + " Image to edit it as it is now.");
    }

    /** Returns where it is edited, in a few words. */
    String where() {
        return "'" + title() + "'" + (selection.isPresent() ? " inside of its selection" : "");
    }
}
