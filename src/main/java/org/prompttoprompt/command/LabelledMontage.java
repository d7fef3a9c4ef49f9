package org.prompttoprompt.command;

import ij.ImagePlus;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Montage;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Puts all slices of the active image into one picture, each with its label below. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Labelled Montage", weight = 8)
        })
public final class LabelledMontage extends MenuCommand {
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus montage;

    @Override
    protected void work() {
        ImagePlus stack = activeImage();
        if (stack.getStackSize() < 2) {
            throw new Refusal("The image '" + stack.getTitle()
                    + "' has one slice: take a stack, such as a sweep by Word Swap... with tau=0:0.1:0.5.");
        }
        montage = Montage.enlarged(stack);
        montage.setTitle("Montage of " + stack.getTitle());
        if (stack.getInfoProperty() != null) montage.setProperty("Info", stack.getInfoProperty());
    }
}
