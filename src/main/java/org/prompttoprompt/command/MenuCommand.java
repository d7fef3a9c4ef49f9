package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import org.scijava.command.ContextCommand;

/**
 * What all commands of the menu have in common: what cannot be done is told in one readable sentence, without a stack
 * trace, and ends the macro that asked for it.
 */
public abstract class MenuCommand extends ContextCommand implements P2PCommand {
    private ImagePlus image;

    /** Names the image to work on. Without it that is the image in front. */
    void setImage(ImagePlus image) {
        this.image = image;
    }

    /**
     * Returns the image in front when the command was called.
     *
     * @throws IllegalArgumentException if none is open
     */
    protected ImagePlus activeImage() {
        ImagePlus active = image != null ? image : WindowManager.getCurrentImage();
        if (active != null) return active;
        throw new IllegalArgumentException(
                "No image is open: open one that Prompt-to-Prompt made, or make one by Plugins > Prompt-to-Prompt > Generate...");
    }

    /** Fills the inputs with what is asked for mostly, before the dialog is shown. */
    protected void fillDialog() {}

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
