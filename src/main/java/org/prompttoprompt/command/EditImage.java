package org.prompttoprompt.command;

import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Edits the image in front: what it shows is told by a prompt, and what it shall show by another. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {@Menu(label = "Plugins"), @Menu(label = "Prompt-to-Prompt"), @Menu(label = "Edit Image...", weight = 5)
        })
public final class EditImage extends ImageCommand {
    public EditImage() {
        super("a red ball on the grass", "a blue ball on the grass");
    }
}
