package org.prompttoprompt.command;

import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.scijava.plugin.Parameter;

/** The inputs of edits from one prompt to another whose source is drawn: the network may read what lies between them. */
abstract class DrawnPairCommand extends PairCommand {
    @Parameter(persist = false, columns = NARROW)
    private String mix = Option.MIX.defaultValue();

    @Parameter(
            persist = false,
            columns = NARROW,
            choices = {"linear", "slerp"})
    private String mixing = Option.MIXING.defaultValue();

    DrawnPairCommand(Task task, String prompt, String target) {
        super(task, prompt, target);
    }
}
