package org.prompttoprompt.command;

import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.scijava.plugin.Parameter;

/** The inputs of edits from one prompt to another. */
abstract class PairCommand extends ControlledCommand {
    @Parameter(persist = false, columns = WIDE)
    private String target;

    PairCommand(Task task, String prompt, String target) {
        super(task, prompt, Option.WORDS.defaultValue());
        this.target = target;
    }
}
