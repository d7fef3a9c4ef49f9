package org.prompttoprompt.command;

import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.scijava.plugin.Parameter;

/** The inputs of all edits of attention. */
abstract class ControlledCommand extends EditCommand {
    @Parameter(persist = false, columns = NARROW)
    private String tau = Option.TAU.defaultValue();

    @Parameter(persist = false, columns = WIDE)
    private String windows = Option.WINDOWS.defaultValue();

    @Parameter(persist = false, columns = WIDE)
    private String words = Option.WORDS.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String weight = Option.WEIGHT.defaultValue();

    @Parameter(
            persist = false,
            columns = NARROW,
            choices = {Option.OF_THE_MODEL, "yes", "no"})
    private String renormalise = Option.RENORMALISE.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String blend = Option.BLEND.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String keep = Option.KEEP.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String threshold = Option.THRESHOLD.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String blendfrom = Option.BLENDFROM.defaultValue();

    @Parameter(
            persist = false,
            columns = NARROW,
            choices = {"coarse", "fine"})
    private String detail = Option.DETAIL.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String selfattention = Option.SELFATTENTION.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String selfresolution = Option.SELFRESOLUTION.defaultValue();

    @Parameter(
            persist = false,
            columns = NARROW,
            choices = {"no", "yes"})
    private String soft = Option.SOFT.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String injection = Option.INJECTION.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String queries = Option.QUERIES.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String keys = Option.KEYS.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String style = Option.STYLE.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String object = Option.OBJECT.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String shift = Option.SHIFT.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String zoom = Option.ZOOM.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String place = Option.PLACE.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String carry = Option.CARRY.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String mask = Option.MASK.defaultValue();

    @Parameter(
            persist = false,
            columns = NARROW,
            choices = {"and", "or"})
    private String combine = Option.COMBINE.defaultValue();

    ControlledCommand(Task task, String prompt, String words) {
        super(task, prompt);
        this.words = words;
        weight = task.defaultValue(Option.WEIGHT);
    }
}
