package org.prompttoprompt.command;

import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Draws the surroundings in the place of an object. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Edit in Selection", weight = 10),
            @Menu(label = "Remove in Selection...", weight = 12)
        })
public final class RemoveInSelection extends SelectionCommand {
    /** Enough to mend what was drawn from around, and too little for an object. */
    private static final String STRENGTH = "0.2";

    @Parameter(label = "Prompt", columns = 40, persist = false, description = "What the image shows now")
    private String prompt = "a red ball on the grass";

    @Parameter(label = "Surroundings", columns = 40, persist = false, description = "What it shows without the object")
    private String target = "grass";

    public RemoveInSelection() {
        super(STRENGTH);
    }

    /**
     * The surroundings are drawn into the object, and the model goes over them. What is to go is no negative prompt: what a model
     * draws to be unlike it is another object.
     */
    @Override
    EditRequest prompts(EditRequest request) {
        return request.with(Option.PROMPT, prompt).with(Option.TARGET, target).with(Option.BEGIN, "surroundings");
    }
}
