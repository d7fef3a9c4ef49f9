package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.plugin.frame.Recorder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.ij.Stacks;
import org.prompttoprompt.ij.SweepPlot;
import org.prompttoprompt.ij.SweepTable;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.macro.StrictMacro;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Method;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Speed;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.prompttoprompt.service.RunningTask;
import org.scijava.ItemIO;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;

/**
 * What the commands that make images have in common: each input named like an {@link Option} becomes that option of the
 * request, and is text, so that only {@link Option#read} reads numbers. Every option is one field, here or in a subclass for
 * the edits that take it; the field's name is the macro key and stays for ever. {@link EditCommandInfo} gives the order.
 */
abstract class EditCommand extends ModelCommand {
    private static final List<Option> OF_THE_MODEL = List.of(
            Option.TAU,
            Option.STEPS,
            Option.GUIDANCE,
            Option.RESCALE,
            Option.WIDTH,
            Option.HEIGHT,
            Option.SELFATTENTION,
            Option.SELFRESOLUTION);

    /** What decides them. */
    private static final List<Option> DECIDE = List.of(Option.MODEL, Option.LORA, Option.SCHEDULER, Option.NEGATIVE);

    @Parameter(persist = false, columns = WIDE)
    private String prompt;

    @Parameter(persist = false, columns = NARROW)
    private String seed = Option.SEED.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String steps = Option.STEPS.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String guidance = Option.GUIDANCE.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String width = Option.WIDTH.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String height = Option.HEIGHT.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String scheduler = Option.SCHEDULER.defaultValue();

    @Parameter(persist = false, columns = WIDE)
    private String negative = Option.NEGATIVE.defaultValue();

    @Parameter
    private CommandService commands;

    @Parameter
    private LogService log;

    /** Before the image, which is to be in front. */
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus plot;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus image;

    @Parameter(type = ItemIO.OUTPUT)
    private String report;

    @Parameter(type = ItemIO.OUTPUT)
    private ResultsTable metrics;

    private final Task task;
    private Progress listener = Progress.NONE;
    private boolean madeAll;
    private Optional<EditRequest> recipe = Optional.empty();

    /** @param prompt what the dialog shows as an example */
    EditCommand(Task task, String prompt) {
        this.task = task;
        this.prompt = prompt;
    }

    /** Lets one more hear how the command goes on, and stop it. */
    void addListener(Progress progress) {
        listener = progress;
    }

    /** Hears whose image is made again: as long as the model stays, it computes as precisely. */
    void repeats(EditRequest ofRecipe) {
        recipe = Optional.of(ofRecipe);
    }

    @Override
    void workInPlaceOf(MenuCommand refused, String reason) {
        super.workInPlaceOf(refused, reason);
        recipe = ((EditCommand) refused).recipe;
    }

    /** Returns whether the command has made all its images: it was neither stopped nor refused. */
    boolean madeAll() {
        return madeAll;
    }

    private CommandModule inputs() {
        return new CommandModule(commands.getCommand(getClass()), this);
    }

    private EditRequest request() {
        CommandModule inputs = inputs();
        EditRequest request = EditRequest.of(task);
        for (Option option : task.options()) request = request.with(option, inputs.getInput(option.key()));
        String model = request.get(Option.MODEL);
        return request.madeIn(recipe.filter(made -> made.get(Option.MODEL).equals(model))
                .map(EditRequest::dtype)
                .orElse(""));
    }

    /** The model's own numbers; without any where its folder is refused, which the command tells at OK. */
    @Override
    public Map<String, String> standsFor() {
        Map<String, String> numbers = new LinkedHashMap<>();
        try {
            EditRequest given = request();
            EditRequest asked = EditRequest.of(task);
            for (Option option : DECIDE) asked = asked.with(option, given.get(option));
            // Of an image that is there the prompts decide which kind of edit it is, and so its tau.
            for (Option option : List.of(Option.PROMPT, Option.TARGET))
                if (task.takesImage()) asked = asked.with(option, given.get(option));
            EditRequest filled = p2p.resolve(asked);
            for (Option option : OF_THE_MODEL)
                if (task.options().contains(option)) numbers.put(option.key(), filled.get(option));
        } catch (Refusal e) {
            status.showStatus(e.getMessage().lines().findFirst().orElse(""));
        } catch (RuntimeException | Error e) {
            status.showStatus(Messages.ofFault(e));
        }
        return numbers;
    }

    @Override
    public Map<String, String> choices(String key) {
        Map<String, String> choices = new LinkedHashMap<>();
        if (key.equals(Option.RENORMALISE.key())) {
            choices.put(Option.OF_THE_MODEL, "as the model asks");
            choices.put("yes", "yes");
            choices.put("no", "no");
        } else if (key.equals(Option.SCHEDULER.key())) {
            choices.put(Option.OF_THE_MODEL, "the model's own");
            Schedulers.names().forEach(name -> choices.put(name, name));
        } else if (key.equals(Option.PREDICTION.key())) {
            choices.put(Option.OF_THE_MODEL, "as the model's files tell");
        } else if (key.equals(Option.SPACING.key())) {
            choices.put(Option.OF_THE_MODEL, "as the model asks");
        } else if (key.equals(Option.SPEED.key())) {
            Speed.names().forEach(name -> choices.put(name, name));
        } else if (key.equals(Option.METHOD.key())) {
            choices.put(Option.OF_THE_MODEL, "as suits the model");
            Method.keys().forEach(name -> choices.put(name, name));
        } else if (key.equals(Option.COMBINE.key())) {
            choices.put("and", "inside both");
            choices.put("or", "inside either");
        } else if (key.equals(Option.DETAIL.key())) {
            choices.put("coarse", "as the maps are");
            choices.put("fine", "by self-attention");
        } else if (key.equals(Option.SLICES.key())) {
            choices.put("one", "the slice in front");
            choices.put("each", "every slice and frame");
        } else if (key.equals(Option.BEGIN.key())) {
            choices.put("image", "the image as it is");
            choices.put("surroundings", "its surroundings");
        } else if (key.equals(Option.ASPECT.key())) {
            choices.put("pad", "whole, with a rim");
            choices.put("crop", "its middle");
            choices.put("tile", "in pieces");
        }
        return choices;
    }

    @Override
    public void settle() {
        seed = drawn(seed);
    }

    @Override
    protected void work() {
        request().commaNotes().forEach(IJ::log);
        if (Recorder.record) {
            StrictMacro.check(task.command(), MacroLine.options(inputs()), MacroLine.keys(inputs().getInfo()));
            MacroLine.requireRecordable(inputs());
        }
        EditRequest request = request();
        Made made;
        try (RunningTask running = running(task.command()).keeping()) {
            running.addListener(listener);
            made = make(request, p2p, running);
        }
        EditResult result = made.result();
        if (made.image().isEmpty()) {
            cancel("");
            return;
        }
        madeAll = !result.cancelled();
        image = made.image().get();
        report = result.report();
        ToldReport.tell(log, report);
        if (!result.axes().isEmpty() && task != Task.GENERATE && !result.cancelled()) {
            SweepTable sweep = new SweepTable(image);
            metrics = sweep.table();
            plot = SweepPlot.ofCurves(sweep, image.getTitle());
        }
    }

    /**
     * What was made.
     *
     * @param result of the run, or of the last one
     * @param image with all that is to be shown, if anything was finished
     */
    record Made(EditResult result, Optional<ImagePlus> image) {}

    /** Makes the images of a request. */
    Made make(EditRequest request, P2PService service, Progress progress) {
        EditResult result = service.run(request, progress);
        return new Made(result, result.frames().isEmpty() ? Optional.empty() : Optional.of(Stacks.of(result)));
    }
}
