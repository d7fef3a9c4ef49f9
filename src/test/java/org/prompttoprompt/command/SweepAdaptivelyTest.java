package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.ij.Stacks;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

/** The command that makes the sweep in front anew, and what is left of it where it is stopped. */
class SweepAdaptivelyTest {
    private static final EditRequest SWEEP = EditRequest.of(Task.SWAP)
            .with("prompt", "a red ball on the grass")
            .with("target", "a blue ball on the grass")
            .with("tau", "0, 0.5, 1")
            .with("steps", 2);

    private static EditResult drawn(Progress progress) {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            return p2p.run(SWEEP, progress);
        }
    }

    @Test
    void theSweepInFrontIsMadeAnew() throws Exception {
        WindowManager.setTempCurrentImage(Stacks.of(drawn(Progress.NONE)));
        try (Context context = new Context()) {
            CommandModule module = context.service(CommandService.class)
                    .run(SweepAdaptively.class, true, "values", "3")
                    .get();
            ImagePlus made = (ImagePlus) module.getOutput("stack");
            assertEquals(4, made.getStackSize(), "the source and three values");
        } finally {
            WindowManager.setTempCurrentImage(null);
        }
    }

    @Test
    void whatWasStoppedBeforeItsFirstImageIsNoFault() {
        EditResult none = drawn((done, total, message) -> false);
        assertEquals(0, none.frames().size());
        assertThrows(CancellationException.class, () -> SweepAdaptively.image(none));
    }
}
