package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.macro.MacroLine;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** A seed that is to be drawn is drawn before the command works and is recorded, in every command that has one. */
class RandomSeedsTest {
    @ParameterizedTest
    @ValueSource(strings = {"random", "-1"})
    void everyCommandDrawsAndKeepsIt(String asked) {
        TreeSet<String> asIs = new TreeSet<>();
        int seeds = 0;
        try (Context context = new Context()) {
            for (CommandInfo info : context.service(CommandService.class).getCommands()) {
                if (!info.getDelegateClassName().startsWith("org.prompttoprompt.command.")
                        || !MacroLine.keys(info).contains("seed")) continue;
                seeds++;
                Module module = context.service(ModuleService.class).createModule(info);
                module.setInput("seed", asked);
                ((MenuCommand) module.getDelegateObject()).settle();
                if (!module.getInput("seed").toString().matches("[0-9]+")) asIs.add(info.getTitle());
            }
        }
        assertEquals(new TreeSet<>(), asIs);
        assertTrue(seeds >= 10, "Only " + seeds + " commands have a seed");
    }
}
