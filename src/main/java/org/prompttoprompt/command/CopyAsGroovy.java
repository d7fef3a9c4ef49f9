package org.prompttoprompt.command;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Copies what makes the active image again, as a Groovy script. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Recipe", weight = 40),
            @Menu(label = "Copy as Groovy", weight = 44)
        })
public final class CopyAsGroovy extends MenuCommand {
    @Parameter
    private LogService log;

    @Parameter(type = ItemIO.OUTPUT)
    private String groovy;

    @Override
    protected void work() {
        groovy = recipe().groovy();
        Clipboards.copy(groovy, log);
    }
}
