package org.prompttoprompt.dialog;

import java.awt.GraphicsEnvironment;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.command.MenuCommand;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Opens the pages of the documentation, which come with the plugin. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {@Menu(label = "Plugins"), @Menu(label = "Prompt-to-Prompt"), @Menu(label = "Documentation", weight = 80)
        })
public final class Documentation extends MenuCommand {
    @Override
    protected void work() {
        if (GraphicsEnvironment.isHeadless())
            throw new Refusal("The documentation is a window and there is no display: read src/doc in the sources.");
        PageWindow.ofAllCommands();
    }
}
