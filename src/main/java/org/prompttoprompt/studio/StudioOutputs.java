package org.prompttoprompt.studio;

import ij.plugin.frame.Recorder;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.command.ActiveImage;
import org.prompttoprompt.command.EditCommands;
import org.prompttoprompt.ij.Stacks;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
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
        if (Recorder.record) record(entry.state().request());
        ActiveImage.show(Stacks.of(entry.result()), context);
    }

    /**
     * Runs a sweep as its command would, so that its stack, metrics and recipe are the same, and returns what came of it. Not
     * on the event thread.
     *
     * @throws org.prompttoprompt.Refusal with one readable sentence if the command refuses it
     * @throws CancellationException if it was stopped, here or in ImageJ; images that were finished are open then
     */
    String sweep(EditRequest request, Progress progress) {
        Progress asSweep = (done, total, message) -> progress.goOn(done, total, "Sweep: " + message);
        if (!EditCommands.run(context, request, asSweep)) throw new CancellationException();
        return "The stack is open in ImageJ.";
    }

    /**
     * Writes the macro line that makes a result again to the Recorder, which is opened if it is not.
     *
     * @throws org.prompttoprompt.Refusal if ImageJ's macro language cannot hold a value
     */
    String record(EditRequest request) {
        String line = MacroLine.of(request);
        if (Recorder.getInstance() == null) new Recorder();
        Recorder.recordString(line + "\n");
        return line;
    }
}
