package org.prompttoprompt.command;

import ij.IJ;
import ij.Macro;
import org.scijava.command.ContextCommand;

/**
 * What all commands of the menu have in common: what cannot be done is told in one readable sentence, without a stack
 * trace, and ends the macro that asked for it.
 */
public abstract class MenuCommand extends ContextCommand implements P2PCommand {
    /**
     * Does what the command is for.
     *
     * @throws IllegalArgumentException with one readable sentence if the input is wrong
     * @throws IllegalStateException with one readable sentence if the engine cannot run here
     */
    protected abstract void work();

    @Override
    public void run() {
        try {
            work();
        } catch (IllegalArgumentException | IllegalStateException e) {
            cancel(e.getMessage());
            if (IJ.isMacro()) Macro.abort();
        }
    }
}
