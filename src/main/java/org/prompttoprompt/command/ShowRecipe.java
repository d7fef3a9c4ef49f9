package org.prompttoprompt.command;

import ij.text.TextWindow;
import java.awt.GraphicsEnvironment;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows everything that decided the active image, as text. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Recipe", weight = 40),
            @Menu(label = "Show Recipe", weight = 41)
        })
public final class ShowRecipe extends MenuCommand {
    @Parameter
    private LogService log;

    @Parameter(type = ItemIO.OUTPUT)
    private String recipe;

    @Override
    protected void work() {
        recipe = recipe().text();
        if (GraphicsEnvironment.isHeadless()) log.info(recipe);
        else new TextWindow("Recipe of " + activeImage().getTitle(), recipe, 560, 560);
    }
}
