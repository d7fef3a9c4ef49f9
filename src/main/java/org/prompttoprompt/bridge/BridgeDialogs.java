package org.prompttoprompt.bridge;

import java.util.concurrent.ExecutionException;
import org.prompttoprompt.command.CommandDialogs;
import org.scijava.Context;
import org.scijava.module.Module;
import org.scijava.service.AbstractService;

/** Lets commands ask by our own dialogs in a plain ImageJ. It is no plugin, so that a Fiji never has it. */
final class BridgeDialogs extends AbstractService implements CommandDialogs {
    /** Adds the dialogs to a context. */
    static void addTo(Context context) {
        BridgeDialogs dialogs = new BridgeDialogs();
        dialogs.setContext(context);
        context.getServiceIndex().add(dialogs);
    }

    @Override
    public void ask(Module module) throws ExecutionException, InterruptedException {
        CommandBridge.ask(module);
    }

    @Override
    public void run(Module module) throws ExecutionException, InterruptedException {
        CommandBridge.runRecorded(module);
    }
}
