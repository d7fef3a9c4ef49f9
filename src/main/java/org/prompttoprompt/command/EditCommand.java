package org.prompttoprompt.command;

import ij.ImagePlus;
import ij.Macro;
import ij.measure.ResultsTable;
import ij.plugin.frame.Recorder;
import java.awt.GraphicsEnvironment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.ij.Stacks;
import org.prompttoprompt.ij.SweepPlot;
import org.prompttoprompt.ij.SweepTable;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.macro.StrictMacro;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.prompttoprompt.service.RunningTask;
import org.scijava.ItemIO;
import org.scijava.app.StatusService;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.convert.ConvertService;
import org.scijava.log.LogService;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Parameter;
import org.scijava.task.TaskService;

/**
 * What the commands have in common: each input named like an {@link Option} becomes that option of the request. Subclasses
 * declare the inputs; their field names are the macro keys and stay for ever.
 */
abstract class EditCommand extends MenuCommand {
    private static final List<Option> OF_THE_MODEL =
            List.of(Option.STEPS, Option.GUIDANCE, Option.WIDTH, Option.HEIGHT);

    @Parameter
    private P2PService p2p;

    @Parameter
    private CommandService commands;

    @Parameter
    private ConvertService convert;

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

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
    /** What {@link #fillFromModel} wrote last. */
    private final Map<Option, String> ofTheModel = new EnumMap<>(Option.class);

    private Progress listener = Progress.NONE;
    private boolean madeAll;

    EditCommand(Task task) {
        this.task = task;
    }

    /** Lets one more hear how the command goes on, and stop it. */
    void tell(Progress progress) {
        listener = progress;
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
        return request;
    }

    /**
     * Shows the model's own steps, guidance and size in the dialog, where nothing else was asked for: it is called again when
     * the model's folder changes, and once more when the command starts. In macros 0 stays 0, which means the same.
     */
    protected void fillFromModel() {
        if (GraphicsEnvironment.isHeadless() || Macro.getOptions() != null) return;
        CommandModule inputs = inputs();
        EditRequest asked = request();
        try {
            EditRequest filled = p2p.resolve(EditRequest.of(task).with(Option.MODEL, asked.get(Option.MODEL)));
            for (Option option : OF_THE_MODEL) {
                String shown = asked.get(option);
                if (!shown.equals(option.defaultValue()) && !shown.equals(ofTheModel.get(option))) continue;
                ModuleItem<?> item = inputs.getInfo().getInput(option.key());
                inputs.setInput(option.key(), convert.convert(filled.get(option), item.getType()));
                ofTheModel.put(option, request().get(option));
            }
        } catch (Refusal e) {
            // The command tells it at OK; thrown here, it would come out as a stack trace in place of the dialog.
            status.showStatus(e.getMessage().lines().findFirst().orElse(""));
        } catch (RuntimeException | Error e) {
            status.showStatus(Messages.ofFault(e));
        }
    }

    @Override
    public void fillDialog() {
        fillFromModel();
    }

    @Override
    protected void work() {
        if (Recorder.record) {
            StrictMacro.check(task.command(), MacroLine.options(inputs()), MacroLine.keys(inputs().getInfo()));
            MacroLine.requireRecordable(inputs());
        }
        EditRequest request = request();
        EditResult result;
        try (RunningTask running = new RunningTask(task.command(), status, tasks, this)) {
            running.tell(listener);
            result = p2p.run(request, running);
        }
        if (result.frames().isEmpty()) {
            cancel("");
            return;
        }
        madeAll = !result.cancelled();
        image = Stacks.of(result);
        report = result.report();
        log.info(report);
        if (!result.axes().isEmpty() && task != Task.GENERATE && !result.cancelled()) {
            SweepTable sweep = new SweepTable(image);
            metrics = sweep.table();
            plot = SweepPlot.ofCurves(sweep, image.getTitle());
        }
    }
}
