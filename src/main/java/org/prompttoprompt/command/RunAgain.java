package org.prompttoprompt.command;

import ij.IJ;
import java.awt.GraphicsEnvironment;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Origin;
import org.prompttoprompt.model.ModelReference;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;
import org.scijava.ui.UIService;

/**
 * Opens the dialog that made the active image, filled with its recipe. In a macro, and without a display, it makes the same
 * image again.
 */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Recipe", weight = 40),
            @Menu(label = "Run Again...", weight = 42)
        })
public final class RunAgain extends MenuCommand {
    @Override
    protected void work() {
        EditRequest request = recipe().request();
        Origin.in(recipe()).ifPresent(origin -> Originals.bringToFront(origin, context()));
        boolean ask = !GraphicsEnvironment.isHeadless() && !IJ.isMacro();
        // A dialog shows the folder, where this computer knows it.
        if (ask)
            request = request.with(Option.MODEL, ModelReference.located(request.get(Option.MODEL)))
                    .madeIn(request.dtype());
        try {
            if (ask) EditCommands.ask(context(), request);
            else EditCommands.run(context(), request, Progress.NONE);
        } catch (Refusal e) {
            // Where SciJava has windows, the command has opened a dialog of its own that tells it.
            if (context().service(UIService.class).getVisibleUIs().isEmpty()) throw e;
            cancel("");
        }
    }
}
