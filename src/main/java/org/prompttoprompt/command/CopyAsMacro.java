package org.prompttoprompt.command;

import org.prompttoprompt.ij.Origin;
import org.prompttoprompt.macro.MacroLine;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Copies what makes the active image again, as the line of a macro. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Recipe", weight = 40),
            @Menu(label = "Copy as Macro", weight = 43)
        })
public final class CopyAsMacro extends MenuCommand {
    @Parameter
    private LogService log;

    @Parameter(type = ItemIO.OUTPUT)
    private String macro;

    @Override
    protected void work() {
        macro = Origin.in(recipe()).map(Origin::macro).orElse("")
                + recipe().ofPrecision()
                + MacroLine.of(recipe().request());
        Clipboards.copy(macro, log);
    }
}
