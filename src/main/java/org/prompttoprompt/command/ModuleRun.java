package org.prompttoprompt.command;

import ij.plugin.frame.Recorder;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.prompttoprompt.Fault;
import org.prompttoprompt.Refusal;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleService;

/** Runs a command whose inputs are set, and throws what it refuses. */
public final class ModuleRun {
    private ModuleRun() {}

    /** Runs the command and waits for its end; one that was refused, cancelled or failed is not recorded. */
    public static void finish(Module module, Context context) throws ExecutionException, InterruptedException {
        try {
            CommandEnd.of(context.service(ModuleService.class).run(module, true));
        } catch (ExecutionException e) {
            doNotRecord(module.getInfo());
            throw e;
        }
        if (module.getDelegateObject() instanceof Cancelable command && command.isCanceled()) {
            doNotRecord(module.getInfo());
            String reason = command.getCancelReason();
            Optional<Throwable> fault = command instanceof MenuCommand ours ? ours.fault() : Optional.empty();
            if (fault.isPresent()) throw new Fault(reason, fault.get());
            if (reason != null && !reason.isEmpty()) throw new Refusal(reason);
        }
    }

    /** Keeps a command that came to nothing out of the Recorder, unless that is at another one by now. */
    public static void doNotRecord(ModuleInfo command) {
        String name = command.getMenuPath().getLeaf().getName();
        if (Recorder.record && name.equals(Recorder.getCommand())) Recorder.disableCommandRecording();
    }
}
