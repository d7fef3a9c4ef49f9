package org.prompttoprompt.command;

import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Draws another object in the place of one. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Edit in Selection", weight = 10),
            @Menu(label = "Replace in Selection...", weight = 11)
        })
public final class ReplaceInSelection extends SelectionCommand {
    @Parameter(label = "Prompt", columns = 40, persist = false, description = "What the image shows now")
    private String prompt = "a red ball on the grass";

    @Parameter(label = "Edited prompt", columns = 40, persist = false, description = "What it is to show")
    private String target = "a blue cube on the grass";

    public ReplaceInSelection() {
        super("1");
    }

    @Override
    EditRequest prompts(EditRequest request) {
        return request.with(Option.PROMPT, prompt).with(Option.TARGET, target);
    }
}
