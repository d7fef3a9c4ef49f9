package org.prompttoprompt.command;

import ij.text.TextWindow;
import java.awt.GraphicsEnvironment;
import java.io.File;
import org.prompttoprompt.service.RunningTask;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Tells whether everything needed is there, with the cure for what is not, and makes a small edit. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Check My System...", weight = -1)
        })
public final class CheckMySystem extends EngineCommand {
    @Parameter(
            label = "Model",
            style = FileWidget.OPEN_STYLE,
            required = false,
            persist = false,
            description =
                    "A Stable Diffusion model: a folder in diffusers layout or one .safetensors file (empty: the embedded one)")
    private File model = new File("");

    @Parameter
    private LogService log;

    @Parameter(type = ItemIO.OUTPUT)
    private String report;

    /** The embedded model needs no answer. */
    @Override
    public boolean asks() {
        return false;
    }

    @Override
    protected void work() {
        try (RunningTask running = running("Check My System")) {
            report = new SystemReport(p2p, model, running).text();
        }
        if (GraphicsEnvironment.isHeadless()) log.info("\n" + report);
        else new TextWindow("Prompt-to-Prompt: Check My System", report, 900, 420);
    }
}
