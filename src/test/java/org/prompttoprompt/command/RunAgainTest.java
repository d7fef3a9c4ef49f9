package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.module.Module;
import org.scijava.module.event.ModuleCanceledEvent;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.ui.UIService;
import org.scijava.ui.headless.HeadlessUI;

/** What Run Again tells when the command that it runs refuses the recipe, or fails. */
class RunAgainTest {
    private Context context;

    @BeforeEach
    void start() {
        context = new Context();
    }

    @AfterEach
    void stop() {
        while (Interpreter.getBatchModeImageCount() > 0)
            Interpreter.removeBatchModeImage(Interpreter.getLastBatchModeImage());
        Interpreter.batchMode = false;
        context.dispose();
    }

    /** Runs Run Again on an image in front whose recipe is refused. */
    private CommandModule runAgain() throws Exception {
        EditRequest recipe =
                EditRequest.of(Task.GENERATE).with("prompt", "a red zebra").with("steps", 1);
        ImagePlus image = IJ.createImage("made", "RGB", 8, 8, 1);
        image.setProperty("Info", recipe.toText());
        Interpreter.batchMode = true;
        Interpreter.addBatchModeImage(image);
        return context.service(CommandService.class).run(RunAgain.class, true).get();
    }

    /** Stands for Fiji's windows. */
    private static final class Windows extends HeadlessUI {
        @Override
        public boolean isVisible() {
            return true;
        }
    }

    /** SciJava opens a dialog for each reason. */
    @Test
    void aRefusalOpensOneDialog() throws Exception {
        context.service(UIService.class).addUI(new Windows());
        List<String> reasons = new CopyOnWriteArrayList<>();
        Object listener = new Object() {
            @EventHandler
            void onEvent(ModuleCanceledEvent event) {
                if (!event.getReason().isEmpty()) reasons.add(event.getReason());
            }
        };
        var subscription = context.service(EventService.class).subscribe(listener);
        CommandModule module = runAgain();
        context.service(EventService.class).unsubscribe(subscription);
        assertTrue(module.isCanceled());
        assertEquals(1, reasons.size(), reasons.toString());
        assertTrue(reasons.get(0).contains("zebra"), reasons.get(0));
    }

    @Test
    void withoutWindowsTheRefusalIsTheReason() throws Exception {
        CommandModule module = runAgain();
        assertTrue(module.isCanceled());
        assertTrue(module.getCancelReason().contains("zebra"), module.getCancelReason());
    }

    /** Fails where the edit's command would begin. */
    public static final class Failing extends AbstractPreprocessorPlugin {
        @Override
        public void process(Module module) {
            if (!(module.getDelegateObject() instanceof RunAgain))
                throw new UnsupportedOperationException("the lamp is out");
        }
    }

    @Test
    void aFailureIsToldByItsCause() throws Exception {
        context.service(PluginService.class).addPlugin(new PluginInfo<>(Failing.class, PreprocessorPlugin.class));
        String reason = runAgain().getCancelReason();
        assertTrue(reason.startsWith("This is a fault of Prompt-to-Prompt"), reason);
        assertTrue(reason.contains("UnsupportedOperationException: the lamp is out"), reason);
    }
}
