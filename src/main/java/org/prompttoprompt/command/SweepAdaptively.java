package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.ij.Stacks;
import org.prompttoprompt.pipeline.AdaptiveSweep;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Values;
import org.prompttoprompt.service.RunningTask;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes a sweep anew, with as many values, put where its images change. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Sweeps and Films", weight = 20),
            @Menu(label = "Adaptive Sweep...", weight = 21)
        })
public final class SweepAdaptively extends EngineCommand {
    @Parameter(
            label = "Values",
            columns = 8,
            persist = false,
            description = "How many values the sweep is to have, 3 to 200 (0: as many as the one in front)")
    private String values = "0";

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus stack;

    @Override
    public void fillDialog() {
        Recipe.of(requireImage());
    }

    @Override
    protected void work() {
        int count = Values.whole("values", values, 0, AdaptiveSweep.MOST);
        if (count == 1 || count == 2) Values.whole("values", values, 3, AdaptiveSweep.MOST);
        EditRequest request = Recipe.of(activeImage()).request();
        try (RunningTask running = running("Adaptive Sweep")) {
            // As many images again as the sweep will have are drawn at most to choose its values.
            Progress choosing = running.told((done, total, message) -> running.goOn(2 * done, 3 * total, message));
            Progress drawing = running.told(
                    (done, total, message) -> running.goOn(2 * total + done, 3 * total, "Sweep: " + message));
            AdaptiveSweep chosen =
                    p2p.lend(request, choosing, facade -> AdaptiveSweep.of(facade, request, count, choosing));
            EditResult drawn = p2p.run(chosen.request(), drawing);
            stack = image(drawn);
            ToldReport.notes(drawn.report());
            IJ.log(String.format(
                    Locale.ROOT,
                    "Adaptive Sweep: the widest step between neighbours is %.4f, %.2f of the mean one.\n"
                            + "Even values: %.4f, %.2f of the mean one.",
                    chosen.after().widest(),
                    chosen.after().ratio(),
                    chosen.before().widest(),
                    chosen.before().ratio()));
        }
    }

    /**
     * Returns the images as a stack.
     *
     * @throws CancellationException if it was stopped before there was any
     */
    static ImagePlus image(EditResult drawn) {
        if (drawn.frames().isEmpty()) throw new CancellationException("Stopped");
        return Stacks.of(drawn);
    }
}
