package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.macro.Defaults;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** The table that recorded lines are filled from equals the commands. */
class DefaultsTest {
    @Test
    void theCurrentTableHoldsEveryKeyWithItsDefault() throws Exception {
        List<String> expected = new ArrayList<>();
        try (Context context = new Context()) {
            List<CommandInfo> commands = context.service(CommandService.class).getCommands().stream()
                    .filter(info -> info.getDelegateClassName().startsWith("org.prompttoprompt."))
                    .sorted(Comparator.comparing(
                            info -> info.getMenuPath().getLeaf().getWeight()))
                    .toList();
            for (CommandInfo info : commands) {
                String name = info.getMenuPath().getLeaf().getName();
                Module module = context.service(ModuleService.class).createModule(info);
                for (String key : MacroLine.keys(info)) {
                    String value = String.valueOf(module.getInput(key));
                    if (!isExample(name, key, value)) expected.add(name + "|" + key + "|" + value);
                }
            }
        }
        String name = "defaults-" + Defaults.CURRENT + ".txt";
        Path table = Path.of("src/main/resources/org/prompttoprompt/macro", name);
        Path made = Files.write(Path.of("target", name), expected);
        assertEquals(
                String.join("\n", expected),
                Files.exists(table) ? Files.readString(table).strip() : "",
                "A default has changed. If " + table + " is not released yet, copy " + made
                        + " over it; if it is, raise Defaults.CURRENT and add a table");
    }

    /** What a dialog begins with as an example, so that recorded lines always hold it. */
    private static boolean isExample(String command, String key, String value) {
        return Arrays.stream(Task.values())
                .anyMatch(task -> task.command().equals(command)
                        && !task.defaultValue(Option.of(key)).equals(value));
    }
}
