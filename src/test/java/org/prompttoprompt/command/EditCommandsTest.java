package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import java.awt.event.KeyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.macro.Defaults;
import org.prompttoprompt.macro.ShortLine;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.scijava.Context;

/** A command that another one runs: it is heard, stopped, and says what came of it. */
class EditCommandsTest {
    private static final EditRequest REQUEST =
            EditRequest.of(Task.GENERATE).with("prompt", "a red ball").with("steps", 3);
    private static Context context;

    @BeforeAll
    static void start() {
        context = new Context();
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    @Test
    void whoRunsItHearsHowItGoesOn() {
        List<String> heard = new ArrayList<>();
        assertTrue(EditCommands.run(context, REQUEST, (done, total, message) -> heard.add(message)));
        assertTrue(heard.contains("Step 2 of 3"), heard.toString());
    }

    @Test
    void whoRunsItMayStopIt() {
        List<String> heard = new ArrayList<>();
        assertFalse(EditCommands.run(context, REQUEST, (done, total, message) -> {
            heard.add(message);
            return !message.equals("Step 2 of 3");
        }));
        assertFalse(heard.contains("Step 3 of 3"), heard.toString());
    }

    /** Two of three seeds are done then, and are kept; it is told all the same that it is not all. */
    @Test
    void escapeIsToldToo() {
        boolean all = EditCommands.run(context, REQUEST.with("seed", "1,2,3"), (done, total, message) -> {
            if (message.contains("seed 3")) IJ.setKeyDown(KeyEvent.VK_ESCAPE);
            return true;
        });
        IJ.resetEscape();
        assertFalse(all);
    }

    @Test
    void anInterruptionIsPassedOn() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        Progress progress = (done, total, message) -> {
            runs.countDown();
            return false;
        };
        Thread.currentThread().interrupt();
        String message = assertThrows(CancellationException.class, () -> EditCommands.run(context, REQUEST, progress))
                .getMessage();
        assertTrue(Thread.interrupted(), "the thread does not know that it was interrupted");
        assertEquals("'Generate...' runs on, but who waited for it was interrupted", message);
        assertTrue(runs.await(1, TimeUnit.MINUTES), "it did not run on");
    }

    @Test
    void whatTheModelWantsIsLeftToIt() {
        EditRequest recipe = PromptToPrompt.resolve(
                EditRequest.of(Task.GENERATE).with("prompt", "a red ball").with("seed", 7));
        assertEquals("10", recipe.get(Option.STEPS));
        assertEquals(
                Map.of("prompt", "a red ball", "seed", "7", "defaults", String.valueOf(Defaults.CURRENT)),
                ShortLine.of(EditCommands.filled(context, recipe)));
    }
}
