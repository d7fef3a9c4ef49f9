package org.prompttoprompt.command.recipe;

import ij.IJ;
import java.awt.GraphicsEnvironment;
import org.prompttoprompt.command.EditCommands;
import org.prompttoprompt.command.MenuCommand;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/**
 * Opens the dialog that made the active image, filled with its recipe. In a macro, and without a display, it makes the same
 * image again.
 */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {@Menu(label = "Plugins"), @Menu(label = "Prompt-to-Prompt"), @Menu(label = "Run Again...", weight = 22)
        })
public final class RunAgain extends MenuCommand {
    @Override
    protected void work() {
        boolean ask = !GraphicsEnvironment.isHeadless() && !IJ.isMacro();
        EditCommands.run(context(), Recipe.of(activeImage()).request(), ask);
    }
}
