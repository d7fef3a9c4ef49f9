package org.prompttoprompt.command;

import org.prompttoprompt.request.Task;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Makes an image of a prompt, without an edit. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {@Menu(label = "Plugins"), @Menu(label = "Prompt-to-Prompt"), @Menu(label = "Generate...", weight = 1)})
public final class Generate extends EditCommand {
    public Generate() {
        super(Task.GENERATE, "a cat riding on a bicycle");
    }
}
