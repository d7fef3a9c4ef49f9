package org.prompttoprompt.command;

import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.prompttoprompt.Fault;
import org.prompttoprompt.Refusal;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** Runs a command whose inputs are set, and throws what it refuses. */
public final class ModuleRun {
    private ModuleRun() {}

    /** Runs the command and waits for its end; one that was refused, cancelled or failed is not recorded. */
    public static void finish(Module module, Context context) throws ExecutionException, InterruptedException {
        // In a macro each thread has an active image of its own, and the command gets another thread.
        if (module.getDelegateObject() instanceof MenuCommand command)
            command.setImage(WindowManager.getCurrentImage());
        try {
            context.service(ModuleService.class).run(module, true).get();
        } catch (ExecutionException e) {
            doNotRecord();
            throw e;
        }
        if (module.getDelegateObject() instanceof Cancelable command && command.isCanceled()) {
            doNotRecord();
            String reason = command.getCancelReason();
            Optional<Throwable> fault = command instanceof MenuCommand ours ? ours.fault() : Optional.empty();
            if (fault.isPresent()) throw new Fault(reason, fault.get());
            if (reason != null && !reason.isEmpty()) throw new Refusal(reason);
        }
    }

    /** Keeps a command that came to nothing out of the Recorder, as Fiji does. */
    public static void doNotRecord() {
        if (Recorder.record) Recorder.disableCommandRecording();
    }
}
