package org.prompttoprompt.dialog;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.command.EditImage;
import org.prompttoprompt.command.Interpolate;
import org.prompttoprompt.command.MenuCommand;
import org.prompttoprompt.engine.ComputingNow;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.MeasuredHere;
import org.prompttoprompt.engine.PrecisionChoice;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/**
 * While a run computes it waits for the thread of events now and then, to move a bar: so what windows ask there must never wait for the
 * engine, or ImageJ stands still for good.
 */
class BusyEngineTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final CountDownLatch end = new CountDownLatch(1);
    private Thread run;

    @BeforeEach
    void compute() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        run = new Thread(() -> PyTorch.call(() -> {
            begun.countDown();
            end.await();
            return null;
        }));
        run.start();
        begun.await();
    }

    @AfterEach
    void end() throws Exception {
        end.countDown();
        run.join();
    }

    private static void onEvents(Runnable asked) {
        assertTimeoutPreemptively(SOON, () -> SwingUtilities.invokeAndWait(asked));
    }

    /** Measured or not, whatever was chosen. */
    @Test
    void whatComputesIsToldMeanwhile() {
        try (MeasuredHere known = new MeasuredHere(folder, 2)) {
            for (boolean measured : new boolean[] {true, false}) {
                if (!measured) known.forget();
                for (PrecisionChoice precision : PrecisionChoice.values()) {
                    for (HeldAs weights : HeldAs.values()) {
                        precision.write();
                        weights.write();
                        onEvents(() ->
                                assertTrue(ComputingNow.known().orElseThrow().startsWith("Now: PyTorch "), "engine"));
                        onEvents(() -> new EngineTab(new StoreWork()));
                    }
                }
            }
        }
    }

    @Test
    void whatDialogsSayIsSaidMeanwhile() {
        try (Context context = new Context()) {
            EditRequest swap =
                    EditRequest.of(Task.SWAP).with("prompt", "a red ball").with("target", "a blue ball");
            P2PService p2p = context.service(P2PService.class);
            for (String model : List.of("", "cells", "nowhere"))
                onEvents(() -> {
                    try {
                        p2p.resolve(swap.with(Option.MODEL, model));
                    } catch (RuntimeException told) {
                        assertTrue(model.equals("nowhere"), told.getMessage());
                    }
                });
            EditImage edit = new EditImage();
            context.inject(edit);
            Map<String, String> typed = new HashMap<>();
            Task.EDIT.options().forEach(option -> typed.put(option.key(), option.defaultValue()));
            typed.put("prompt", "a red ball");
            typed.put("target", "a blue ball");
            onEvents(() -> edit.says(typed));
            Interpolate film = new Interpolate();
            context.inject(film);
            onEvents(() -> film.says(typed));
        }
    }

    /** What is wrong is told before PyTorch is unpacked, which takes a while the first time, or a run before is waited for. */
    @Test
    void whatIsWrongIsToldMeanwhile() {
        EditRequest swap =
                EditRequest.of(Task.SWAP).with("prompt", "a red ball").with("target", "a blue ball");
        try (Context context = new Context()) {
            P2PService p2p = context.service(P2PService.class);
            for (EditRequest wrong :
                    List.of(swap.with("tau", 2), swap.with("target", "a blue zebra"), swap.with("words", "house"))) {
                for (boolean kept : new boolean[] {false, true})
                    assertTimeoutPreemptively(
                            SOON,
                            () -> assertThrows(Refusal.class, () -> {
                                if (kept) p2p.edit(wrong, Progress.NONE);
                                else p2p.run(wrong, Progress.NONE);
                            }));
            }
        }
    }

    /** Of all commands, with what their fields show for the model. */
    @Test
    void dialogsOpenMeanwhile() {
        try (Context context = new Context()) {
            int dialogs = 0;
            for (CommandInfo info : context.service(CommandService.class).getCommands()) {
                if (!info.getClassName().startsWith("org.prompttoprompt.")) continue;
                Module module = context.service(ModuleService.class).createModule(info);
                List<String> keys = MacroLine.keys(info);
                if (!(module.getDelegateObject() instanceof MenuCommand) || keys.isEmpty()) continue;
                onEvents(() -> new Form(module, keys, Map.of(), context));
                dialogs++;
            }
            assertTrue(dialogs > 20, dialogs + " dialogs");
        }
    }
}
