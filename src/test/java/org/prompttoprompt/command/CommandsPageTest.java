package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/** src/doc/commands.md names every command with every key, its default and its meaning as the code has them. */
class CommandsPageTest {
    private static final Pattern RUN = Pattern.compile("run\\(\"([^\"]+)\"(?:, \"((?:[^\"\\\\]|\\\\.)*)\")?\\);");

    private static String section(String page, String name) {
        int from = page.indexOf("\n## " + name + "\n");
        assertTrue(from >= 0, "src/doc/commands.md has no section '## " + name + "'");
        int to = page.indexOf("\n## ", from + 1);
        return page.substring(from, to < 0 ? page.length() : to);
    }

    private static String row(ModuleItem<?> item, Object value) {
        String text = value instanceof File file ? file.getPath() : String.valueOf(value);
        List<?> choices = item.getChoices();
        String meaning = item.getDescription()
                + (choices == null || choices.isEmpty()
                        ? ""
                        : ": "
                                + String.join(
                                        ", ",
                                        choices.stream().map(String::valueOf).toList()));
        return "| `" + item.getName() + "` | " + item.getLabel() + " | " + (text.isEmpty() ? "" : "`" + text + "`")
                + " | " + meaning + " |";
    }

    @Test
    void everyCommandWithEveryKey() throws Exception {
        String page = Files.readString(Path.of("src/doc/commands.md"));
        StringBuilder missing = new StringBuilder();
        try (Context context = new Context()) {
            List<CommandInfo> commands = context.service(CommandService.class).getCommands().stream()
                    .filter(info -> info.getDelegateClassName().startsWith("org.prompttoprompt."))
                    .sorted(Comparator.comparing(
                            info -> info.getMenuPath().getLeaf().getWeight()))
                    .toList();
            assertTrue(commands.size() > 4);
            for (CommandInfo info : commands) {
                String name = info.getMenuPath().getLeaf().getName();
                String section = page.contains("\n## " + name + "\n") ? section(page, name) : "";
                if (section.isEmpty()) missing.append("\n## ").append(name).append("\n\n");
                Module module = context.service(ModuleService.class).createModule(info);
                for (String key : MacroLine.keys(info)) {
                    String row = row(info.getInput(key), module.getInput(key));
                    if (!section.contains(row + "\n")) missing.append(row).append("\n");
                }
                if (!section.isEmpty()) checkLines(section, name, MacroLine.keys(info));
            }
        }
        assertEquals("", missing.toString(), "src/doc/commands.md lacks these lines");
    }

    /** Each section shows a line of a macro that ImageJ reads as it is meant. */
    private static void checkLines(String section, String name, List<String> keys) {
        Matcher line = RUN.matcher(section);
        boolean found = false;
        while (line.find()) {
            assertEquals(name, line.group(1));
            String options = line.group(2);
            if (options != null) {
                StrictMacro.check(name, options.replaceAll("\\\\(.)", "$1"), keys);
            }
            found = true;
        }
        assertTrue(found, name + " shows no macro line");
    }
}
