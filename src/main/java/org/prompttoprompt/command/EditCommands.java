package org.prompttoprompt.command;

import java.util.concurrent.ExecutionException;
import org.prompttoprompt.pipeline.EditRequest;
import org.prompttoprompt.pipeline.Option;
import org.prompttoprompt.pipeline.Task;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** Runs the command of a request's task, as if its dialog had been filled in by hand. */
public final class EditCommands {
    private EditCommands() {}

    /**
     * Runs the command with the request's values.
     *
     * @param ask whether the dialog is shown first, filled with these values
     * @throws IllegalArgumentException with one readable sentence if the command refuses them
     * @throws IllegalStateException with one readable sentence if it fails
     */
    public static void run(Context context, EditRequest request, boolean ask) {
        ConvertService convert = context.service(ConvertService.class);
        CommandInfo command = of(request.task(), context);
        Module module = context.service(ModuleService.class).createModule(command);
        for (Option option : request.task().options()) {
            String key = option.key();
            module.setInput(key, InputText.value(command.getInput(key), request.get(option), convert));
            if (!ask) module.resolveInput(key);
        }
        try {
            if (ask && CommandBridge.serves(context)) CommandBridge.ask(module);
            else CommandBridge.finish(module, context);
        } catch (ExecutionException e) {
            // SciJava wraps what was thrown, and its own words tell nothing.
            Throwable root = e;
            while (root.getCause() != null) root = root.getCause();
            throw new IllegalStateException("'" + request.task().command() + "' failed: " + root, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "'" + request.task().command() + "' runs on, but who waited for it was interrupted.", e);
        }
    }

    private static CommandInfo of(Task task, Context context) {
        return context.service(CommandService.class).getCommands().stream()
                .filter(info -> info.getDelegateClassName().startsWith(EditCommands.class.getPackageName()))
                .filter(info -> info.getMenuPath().getLeaf().getName().equals(task.command()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The command '" + task.command() + "' is not installed."));
    }
}
