package org.prompttoprompt.command;

import java.util.concurrent.ExecutionException;
import org.prompttoprompt.Fault;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.macro.RefusedInput;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.ui.DialogPrompt;
import org.scijava.ui.UIService;

/** Brings SciJava's dialog of a refused command back with what was typed. */
final class AskAgain {
    private AskAgain() {}

    /** Says why a command was refused, and runs it again by its dialog. */
    static void instead(MenuCommand refused, String reason) {
        Context context = refused.context();
        CommandInfo info = context.service(CommandService.class).getCommand(refused.getClass());
        context.service(UIService.class)
                .showDialog(
                        Messages.forDialog(RefusedInput.inDialog(info, reason)),
                        "Prompt-to-Prompt",
                        DialogPrompt.MessageType.ERROR_MESSAGE);
        Module typed = new CommandModule(info, refused);
        Module again = context.service(ModuleService.class).createModule(info);
        for (String key : MacroLine.keys(info)) again.setInput(key, typed.getInput(key));
        ((MenuCommand) again.getDelegateObject()).workInPlaceOf(refused, reason);
        try {
            CommandEnd.of(context.service(ModuleService.class).run(again, true));
        } catch (ExecutionException e) {
            throw new Fault(Messages.ofFault(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
