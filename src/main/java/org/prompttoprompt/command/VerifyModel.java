package org.prompttoprompt.command;

import java.awt.GraphicsEnvironment;
import java.io.File;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.RunningTask;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Compares a model with the pixels that are published of it, and looks at what must hold of any model. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Tools", weight = 70),
            @Menu(label = "Verify Model...", weight = 72)
        })
public final class VerifyModel extends EngineCommand {
    @Parameter(
            label = "Model",
            style = FileWidget.OPEN_STYLE,
            required = false,
            persist = false,
            description = "The model to verify (empty: the embedded one)")
    private File model = new File("");

    @Parameter(
            label = "Published as",
            required = false,
            persist = false,
            choices = {
                "model",
                "CompVis/stable-diffusion-v1-1",
                "CompVis/stable-diffusion-v1-4",
                "stabilityai/stable-diffusion-2-base",
                "stabilityai/stable-diffusion-2",
                "SimianLuo/LCM_Dreamshaper_v7"
            },
            description =
                    "Which of the models whose pixels are published it is (model: as its hash, its source or its name tells)")
    private String published = "model";

    @Parameter(
            label = "Prediction",
            required = false,
            persist = false,
            choices = {"model", "epsilon", "v_prediction"},
            description = "What the network predicts, where no file tells it (model: as the files tell)")
    private String prediction = "model";

    @Parameter
    private LogService log;

    @Parameter(type = ItemIO.OUTPUT)
    private String report;

    @Override
    protected void work() {
        EditRequest request =
                EditRequest.of(Task.GENERATE).with(Option.MODEL, model).with(Option.PREDICTION, prediction);
        try (RunningTask running = running("Verify Model")) {
            report = p2p.verify(request, published, running);
        }
        if (GraphicsEnvironment.isHeadless()) log.info("\n" + report);
        else ReportWindow.show("Prompt-to-Prompt: Verify Model", report, log);
    }
}
