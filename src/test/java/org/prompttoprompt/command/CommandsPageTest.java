package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.macro.StrictMacro;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/**
 * Every command has a page in src/doc/commands with every key, its default and its meaning as the code has them, and a line of
 * the index.
 */
class CommandsPageTest {
    private static final Pattern RUN = Pattern.compile("run\\(\"([^\"]+)\"(?:, \"((?:[^\"\\\\]|\\\\.)*)\")?\\);");

    private static final Path INDEX = Path.of("src/doc/commands.md");
    private static final Path FOLDER = Path.of("src/doc/commands");

    private static Path page(String name) {
        String file = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-").replaceAll("-$", "");
        return FOLDER.resolve(file + ".md");
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

    private static List<CommandInfo> commands(Context context) {
        return context.service(CommandService.class).getCommands().stream()
                .filter(info -> info.getDelegateClassName().startsWith("org.prompttoprompt."))
                .sorted(Comparator.comparing(
                        info -> info.getMenuPath().getLeaf().getWeight()))
                .toList();
    }

    /**
     * The table of a page, key by key in the order of the dialog: nothing missing, nothing besides. {@code -Ddoc.tables=true} writes
     * them.
     */
    @Test
    void everyCommandWithEveryKey() throws Exception {
        Set<Path> pages = new HashSet<>();
        try (Context context = new Context()) {
            assertTrue(commands(context).size() > 4);
            Map<String, List<String>> keysOfAll = commands(context).stream()
                    .collect(Collectors.toMap(
                            info -> info.getMenuPath().getLeaf().getName(), MacroLine::keys));
            for (CommandInfo info : commands(context)) {
                String name = info.getMenuPath().getLeaf().getName();
                Path file = page(name);
                assertTrue(Files.exists(file), name + " has no page " + file);
                pages.add(file);
                String page = Files.readString(file);
                assertTrue(page.startsWith("# " + name + "\n"), file + " has another title");
                // What asks has a button Help, which opens the page.
                boolean asks = name.endsWith("...");
                assertTrue(!asks || page.contains("](../images/"), file + " shows no picture");
                Module module = context.service(ModuleService.class).createModule(info);
                List<String> keys = MacroLine.keys(info);
                String table = keys.stream()
                        .map(key -> row(info.getInput(key), module.getInput(key)))
                        .collect(Collectors.joining("\n"));
                boolean written =
                        Boolean.getBoolean("doc.tables") && !rows(page).isEmpty();
                if (written) Files.writeString(file, withRows(page, table));
                else assertEquals(table, rows(page), "the table of " + file);
                checkLines(page, name, keysOfAll);
            }
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertEquals(pages, files.collect(Collectors.toSet()), "pages without a command");
        }
    }

    /** A page whose table is still empty has no rows to replace. */
    private static String withRows(String page, String table) {
        String head = "|---|---|---|---|\n";
        return rows(page).isEmpty()
                ? page.replace("meaning |\n" + head, "meaning |\n" + head + table + "\n")
                : page.replace(rows(page), table);
    }

    private static String rows(String page) {
        int head = page.indexOf("| key | in the dialog |");
        if (head < 0) return "";
        return page.substring(head)
                .lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void theIndexListsThePagesInTheOrderOfTheMenu() throws Exception {
        List<String> expected;
        try (Context context = new Context()) {
            expected = commands(context).stream()
                    .map(info -> info.getMenuPath().getLeaf().getName())
                    .map(name -> "[" + name + "](commands/" + page(name).getFileName() + ")")
                    .toList();
        }
        List<String> listed = Files.readString(INDEX)
                .lines()
                .filter(line -> line.startsWith("| ["))
                .map(line -> line.split("\\|")[1].strip())
                .toList();
        assertEquals(expected, listed);
    }

    /** Each page shows a line of a macro that ImageJ reads as it is meant; an image may be drawn for it before. */
    private static void checkLines(String page, String name, Map<String, List<String>> keys) {
        Matcher line = RUN.matcher(page);
        boolean found = false;
        while (line.find()) {
            String command = line.group(1);
            assertTrue(command.equals(name) || command.equals("Generate..."), command + " on the page of " + name);
            String options = line.group(2);
            assertNotEquals("", options, name + ": ImageJ asks by a dialog then; write defaults=1");
            if (options != null) {
                StrictMacro.check(command, options.replaceAll("\\\\(.)", "$1"), keys.get(command));
            }
            found |= command.equals(name);
        }
        assertTrue(found, name + " shows no macro line");
    }
}
