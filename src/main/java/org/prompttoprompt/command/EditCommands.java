package org.prompttoprompt.command;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.prompttoprompt.Fault;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.macro.InputText;
import org.prompttoprompt.macro.ShortLine;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
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
     * Shows the dialog of the request's command, filled with its values, and runs it with what is chosen there.
     *
     * @throws org.prompttoprompt.Refusal with one readable sentence if a value or the command's choice is refused
     * @throws Fault if the command fails; that was logged
     */
    public static void ask(Context context, EditRequest request) {
        finish(filled(context, request), context, true);
    }

    /**
     * Runs the command with the request's values.
     *
     * @param progress hears how it goes on and may stop it
     * @return whether it made all images; if it was stopped, by whomever, those that were finished are shown
     * @throws org.prompttoprompt.Refusal with one readable sentence if the command refuses the values
     * @throws Fault if it fails; that was logged
     */
    public static boolean run(Context context, EditRequest request, Progress progress) {
        Module module = filled(context, request);
        EditCommand command = (EditCommand) module.getDelegateObject();
        command.isFilled();
        command.addListener(progress);
        finish(module, context, false);
        return command.madeAll();
    }

    /** A recipe holds each value of its model; the inputs leave those open, so that what is recorded freezes none. */
    static Module filled(Context context, EditRequest recipe) {
        EditRequest request = ShortLine.leftToModel(recipe);
        ConvertService convert = context.service(ConvertService.class);
        CommandInfo command = of(request.task(), context);
        Module module = context.service(ModuleService.class).createModule(command);
        ((EditCommand) module.getDelegateObject()).repeats(recipe);
        for (Option option : request.task().options()) {
            String key = option.key();
            module.setInput(key, InputText.value(command.getInput(key), request.get(option), convert));
        }
        return module;
    }

    private static void finish(Module module, Context context, boolean ask) {
        String name = module.getInfo().getMenuPath().getLeaf().getName();
        try {
            CommandDialogs dialogs = context.getService(CommandDialogs.class);
            if (ask && dialogs != null) dialogs.ask(module);
            else if (dialogs != null) dialogs.run(module);
            else ModuleRun.finish(module, context);
        } catch (ExecutionException e) {
            throw new Fault(Messages.ofFault(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("'" + name + "' runs on, but who waited for it was interrupted");
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
