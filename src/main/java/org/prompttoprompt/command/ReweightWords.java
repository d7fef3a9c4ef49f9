package org.prompttoprompt.command;

import org.prompttoprompt.request.Task;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Strengthens, weakens or reverses words' attention (Hertz et al. 2022, section 3.2). */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Re-weight Words...", weight = 4)
        })
public final class ReweightWords extends ControlledCommand {
    public ReweightWords() {
        super(Task.REWEIGHT, "a blossom tree", "blossom");
    }
}
