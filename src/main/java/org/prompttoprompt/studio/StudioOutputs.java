package org.prompttoprompt.studio;

import ij.ImagePlus;
import ij.plugin.frame.Recorder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.command.ActiveImage;
import org.prompttoprompt.command.DenoisingFilm;
import org.prompttoprompt.command.EditCommands;
import org.prompttoprompt.command.Films;
import org.prompttoprompt.command.Originals;
import org.prompttoprompt.ij.Origin;
import org.prompttoprompt.ij.Stacks;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;

/** What goes from the Studio to ImageJ: images, sweeps and macro lines. */
record StudioOutputs(Context context) {
    /**
     * Shows a result as an image that carries its recipe. A Recorder that is open gets the line that makes it, since ImageJ
     * writes there what a person does with the image.
     *
     * @throws org.prompttoprompt.Refusal if there is one, and ImageJ's macro language cannot hold a value
     */
    void open(StudioEntry entry) {
        if (Recorder.record) record(entry.state());
        ActiveImage.show(Stacks.of(entry.result()), context);
    }

    /**
     * Paints an edit on a copy of the image that was edited, at its size and bit depth, and shows it likewise. Not on the event
     * thread.
     *
     * @throws org.prompttoprompt.Refusal if the image was closed or changed meanwhile
     */
    String openEdited(StudioEntry entry) {
        StudioImage image = entry.state().image().orElseThrow();
        image.require(entry.shown().orElseThrow().origin());
        if (Recorder.record) record(entry.state());
        ImagePlus made = image.retouch(entry.result().request())
                .run((request, input, note) -> entry.result())
                .orElseThrow();
        ActiveImage.show(made, context);
        return "The edited image is open in ImageJ, behind its reconstruction: slice 2 of 2.";
    }

    /**
     * Runs a sweep as its command would, so that its stack, metrics and recipe are the same, and returns what came of it. Not
     * on the event thread.
     *
     * @param image that is edited, if one is
     * @throws org.prompttoprompt.Refusal with one readable sentence if the command refuses it
     * @throws CancellationException if it was stopped, here or in ImageJ; images that were finished are open then
     */
    String sweep(EditRequest request, Optional<StudioImage> image, Progress progress) {
        if (image.isPresent()) {
            Origin origin = image.get().origin();
            Originals.bringToFront(origin, context);
            if (Recorder.record) Recorder.recordString(origin.macro());
        }
        Progress asSweep = progress.part((done, total, message) -> progress.goOn(done, total, "Sweep: " + message));
        if (!EditCommands.run(context, request, asSweep)) throw new CancellationException();
        return "The stack is open in ImageJ.";
    }

    /**
     * Draws once more what a result shows, step by step, as a hyperstack. An open Recorder gets the lines that make it. Not on the
     * event thread.
     *
     * @param word whose attention is shown, of an image without an edit; empty: the clearest one
     * @throws org.prompttoprompt.Refusal with one readable sentence if it cannot be filmed
     * @throws CancellationException if it was stopped
     */
    String film(EditRequest request, String word, Progress progress) {
        boolean edits = request.task() != Task.GENERATE;
        Optional<String> line = Recorder.record ? Optional.of(MacroLine.of(request)) : Optional.empty();
        Progress asFilm = progress.part((done, total, message) -> progress.goOn(done, total, "Film: " + message));
        Films films = new Films(context.service(P2PService.class));
        ImagePlus film = edits ? films.ofEdit(request, asFilm) : films.ofGuidance(request, word, asFilm);
        line.ifPresent(made -> Recorder.recordString(made + "\n" + filmLine(edits, word) + "\n"));
        ActiveImage.show(film, context);
        return "The film is open in ImageJ: its button or \\ plays it.";
    }

    /** Of the image that the line before has made. */
    private static String filmLine(boolean edits, String word) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("compare", edits ? "edit" : "guidance");
        if (!edits && !word.isEmpty()) options.put("words", word);
        return MacroLine.run(DenoisingFilm.NAME, MacroLine.options(options));
    }

    /**
     * Writes the macro line that makes a result again to the Recorder, which is opened if it is not; of an edit of an open image
     * with those that select what is edited.
     *
     * @throws org.prompttoprompt.Refusal if ImageJ's macro language cannot hold a value
     */
    String record(StudioState state) {
        String where = state.image().map(image -> image.origin().macro()).orElse("");
        String line = where + MacroLine.of(state.request());
        if (Recorder.getInstance() == null) new Recorder();
        Recorder.recordString(line + "\n");
        return line;
    }
}
