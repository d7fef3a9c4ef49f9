package org.prompttoprompt.studio;

import ij.ImagePlus;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.prompttoprompt.command.Originals;
import org.prompttoprompt.ij.Origin;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/**
 * What the Studio begins with.
 *
 * @param state without a result
 * @param note what to do next
 * @param pictures that are there already
 */
record Beginning(StudioState state, String note, Optional<OpenedPictures> pictures) {
    private static final String FIRST = "a cat riding on a bicycle";

    /** Begins with the image in front as its recipe tells; with an example, where it has none. */
    static Beginning of(Optional<ImagePlus> front) {
        if (front.isEmpty() || Recipe.in(front.get()).isEmpty()) {
            Beginning example =
                    drawn(StudioState.of(EditRequest.of(Task.GENERATE).with(Option.PROMPT, FIRST)), "");
            return front.isEmpty()
                    ? example
                    : new Beginning(
                            example.state,
                            example.note + " Start from Image edits '"
                                    + front.get().getTitle() + "'.",
                            example.pictures);
        }
        ImagePlus image = front.get();
        Recipe recipe = Recipe.of(image);
        OneImage one = OneImage.of(recipe, image.getStack().getSliceLabel(image.getCurrentSlice()));
        Optional<Origin> origin = Origin.in(recipe);
        if (origin.isEmpty()) {
            Optional<OpenedPictures> opened = OpenedPictures.of(image);
            String note = (one.note() + OpenedPictures.note(opened)).strip();
            return new Beginning(StudioState.of(one.request()), note, opened);
        }
        return Originals.find(origin.get())
                .map(original -> ofEdit(
                        one,
                        new StudioImage(
                                original,
                                Math.max(0, origin.get().plane() - 1),
                                origin.get().selection())))
                .orElseGet(() -> ofImage(StudioImage.of(image), one.request().get(Option.MODEL)));
    }

    /** Begins with an edit that was made before, of the image that it was made of. */
    private static Beginning ofEdit(OneImage one, StudioImage original) {
        StudioState state = StudioState.of(one.request()).on(original);
        String note =
                "The edit of " + original.where() + " as its recipe has it: Reconstruct, or another edit, draws it. ";
        return new Beginning(state, (note + one.note()).strip(), Optional.of(pictures(state)));
    }

    /**
     * Begins with the image in front where images are drawn, and with images that are drawn where one is edited.
     *
     * @throws org.prompttoprompt.Refusal if no image is open, or it cannot be edited
     */
    static Beginning after(StudioState state, String model) {
        return state.image().isPresent() ? ofPrompt(state) : ofImage(StudioImage.inFront(), model);
    }

    private static Beginning ofImage(StudioImage image, String model) {
        boolean told = !image.prompt().isEmpty();
        StudioState state = StudioState.of(image, image.source(image.prompt(), model));
        String next = told
                ? "Its recipe tells what it shows: type over a word to edit it."
                : "Say in Prompt what it shows and press Reconstruct, then type over a word.";
        return new Beginning(state, "Edits " + image.where() + ". " + next, Optional.of(pictures(state)));
    }

    /** Goes back to images that are drawn, of the prompt that stands there. */
    private static Beginning ofPrompt(StudioState before) {
        EditRequest source = EditRequest.of(Task.GENERATE)
                .with(Option.PROMPT, before.source().get(Option.PROMPT))
                .with(Option.MODEL, before.source().get(Option.MODEL));
        return drawn(StudioState.of(source), "");
    }

    private static Beginning drawn(StudioState state, String note) {
        return new Beginning(state, (note + OpenedPictures.note(Optional.empty())).strip(), Optional.empty());
    }

    private static OpenedPictures pictures(StudioState state) {
        EditRequest open =
                EditRequest.of(Task.EDIT).with(Option.MODEL, state.source().get(Option.MODEL));
        BufferedImage seen = ShownEdit.before(
                state.image().orElseThrow().retouch(org.prompttoprompt.pipeline.PromptToPrompt.resolve(open)));
        return new OpenedPictures(seen, seen);
    }
}
