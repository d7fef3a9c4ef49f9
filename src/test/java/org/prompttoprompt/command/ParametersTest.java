package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prompttoprompt.bridge.CommandBridge;
import org.prompttoprompt.bridge.ExampleMacro;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.MenuPath;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.plugin.Parameter;
import org.scijava.service.SciJavaService;
import org.scijava.util.Types;

/** The commands' inputs are the options of their tasks, and both hosts list the same commands. */
class ParametersTest {
    private static final Set<Option> EXAMPLES = Set.of(Option.PROMPT, Option.TARGET, Option.WORDS);
    private static Context context;

    @BeforeAll
    static void start() {
        context = new Context(SciJavaService.class);
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    private static List<CommandInfo> commands() {
        return context.service(CommandService.class).getCommands().stream()
                .filter(info -> info.getDelegateClassName().startsWith("org.prompttoprompt."))
                .toList();
    }

    private static CommandInfo command(Task task) {
        return commands().stream()
                .filter(info -> info.getMenuPath().getLeaf().getName().equals(task.command()))
                .findFirst()
                .orElseThrow();
    }

    /** What everybody decides comes first, and it is little: prompts, then what the command is about; the model is never hidden. */
    @Test
    void dialogsBeginWithThePromptsAndHideTheRest() {
        for (CommandInfo info : commands()) {
            String name = info.getMenuPath().getLeaf().getName();
            List<String> keys = MacroLine.keys(info);
            List<String> inView = keys.stream()
                    .filter(key -> {
                        String section = info.getInput(key).get(MenuCommand.SECTION);
                        return section == null || section.isEmpty();
                    })
                    .toList();
            List<String> prompts = keys.stream()
                    .filter(List.of("prompt", "target")::contains)
                    .sorted()
                    .toList();
            assertEquals(prompts, keys.subList(0, prompts.size()), name);
            assertTrue(inView.containsAll(prompts), name + " shows " + inView);
            assertTrue(inView.size() <= 7, name + " shows " + inView);
            for (String key : List.of("seed", "model", "tau"))
                if (keys.contains(key)) assertTrue(inView.contains(key), name + " hides " + key);
            for (String key : List.of("steps", "width", "lora"))
                if (keys.contains(key)) assertFalse(inView.contains(key), name + " shows " + key);
        }
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void inputsAreTheOptionsOfTheTaskWithTheirDefaults(Task task) {
        CommandInfo info = command(task);
        List<String> keys = MacroLine.keys(info);
        assertEquals(
                task.options().stream().map(Option::key).collect(Collectors.toSet()),
                new HashSet<>(keys),
                task + " and its command");
        Module module = context.service(ModuleService.class).createModule(info);
        for (String key : keys) {
            Option option = Option.of(key);
            ModuleItem<?> item = info.getInput(key);
            assertFalse(item.isPersisted(), key + " would remember another run");
            assertNotNull(module.getInput(key), key + " would open a dialog in a macro");
            assertFalse(item.getDescription().isEmpty(), key);
            EditRequest shown = EditRequest.of(task).with(option, module.getInput(key));
            if (!EXAMPLES.contains(option)) assertEquals(task.defaultValue(option), shown.get(option), key);
        }
    }

    /** SciJava would read 4.0, and any word, as the whole number 0. */
    @Test
    void numbersAreTextUntilOneParserReadsThem() {
        for (CommandInfo info : commands()) {
            for (ModuleItem<?> item : info.inputs()) {
                assertFalse(Types.isNumber(item.getType()), info + " " + item.getName());
                if (item.getVisibility() == ItemVisibility.INVISIBLE) continue; // for scripts and --run alone
                boolean key = MacroLine.keys(info).contains(item.getName());
                assertEquals(item.getType() == String.class || item.getType() == File.class, key, item.getName());
            }
        }
    }

    /** Every option is a field once, though three commands have most of them. */
    @Test
    void everyOptionIsDeclaredOnce() throws Exception {
        Map<String, String> declared = new TreeMap<>();
        for (Task task : Task.values()) {
            Class<?> type = command(task).loadDelegateClass();
            assertEquals(0, type.getDeclaredFields().length, type + " declares a parameter of its own");
            for (; type != MenuCommand.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!field.isAnnotationPresent(Parameter.class)) continue;
                    String before = declared.put(field.getName(), type.getName());
                    assertTrue(before == null || before.equals(type.getName()), field.getName());
                }
            }
        }
        for (Option option : Option.values()) assertTrue(declared.containsKey(option.key()), option.key());
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void theDialogHasTheOrderAndTheWordsOfTheTask(Task task) {
        CommandInfo info = command(task);
        assertEquals(task.inDialog().stream().map(Option::key).toList(), MacroLine.keys(info));
        assertEquals(task.options(), Set.copyOf(task.inDialog()));
        for (Option option : task.inDialog()) {
            ModuleItem<?> item = info.getInput(option.key());
            assertEquals(task.label(option), item.getLabel());
            assertEquals(task.group(option).title(), item.get(MenuCommand.SECTION));
            assertTrue(item.getDescription().equalsIgnoreCase(task.meaning(option)), item.getDescription());
        }
        long same = commands().stream()
                .filter(other -> other.getMenuPath().getLeaf().getName().equals(task.command()))
                .count();
        assertEquals(1, same, "the menu would have it twice");
        assertEquals(
                1,
                context.service(ModuleService.class).getModules().stream()
                        .filter(other -> other.getDelegateClassName().equals(info.getDelegateClassName()))
                        .count(),
                "the search bar would have it twice");
    }

    @Test
    void keysAreWordsOfWhichNoneEndsWithAnother() {
        for (Option option : Option.values()) {
            assertTrue(option.key().matches("[a-z]+"), option.key());
            for (Option other : Option.values()) {
                assertTrue(
                        option == other || !option.key().endsWith(other.key()),
                        option.key() + " ends with " + other.key());
            }
        }
    }

    @Test
    void pluginsConfigListsTheSameCommandsAsSciJava() throws Exception {
        Map<String, String> config = new TreeMap<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(ParametersTest.class.getResourceAsStream("/plugins.config"), "UTF-8"))) {
            for (String line; (line = lines.readLine()) != null; ) {
                if (line.isBlank() || line.startsWith("#") || line.contains(">Examples,")) continue;
                if (line.endsWith("\"-\"")) continue;
                String[] parts = line.split("\\s*,\\s*", 3);
                config.put(parts[0] + ">" + parts[1].replace("\"", ""), parts[2]);
            }
        }
        Map<String, String> expected = new TreeMap<>();
        for (CommandInfo info : commands()) {
            if (info.getDelegateClassName().equals(CopyAsGroovy.class.getName())) continue; // no Groovy there
            String path =
                    "Plugins>Prompt-to-Prompt>" + info.getMenuPath().getLeaf().getName();
            expected.put(path, CommandBridge.class.getName() + "(\"" + info.getDelegateClassName() + "\")");
        }
        assertTrue(expected.size() > Task.values().length, expected.toString());
        assertEquals(expected, config);
    }

    /** A Fiji makes the same entries of the same files, which the installer puts into its folder of scripts. */
    @Test
    void bothMenusHaveTheExamples() throws Exception {
        List<String> expected = new ArrayList<>();
        try (Stream<Path> macros = Files.list(Path.of("macros"))) {
            macros.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".ijm"))
                    .sorted()
                    .forEach(file -> expected.add("Plugins>Prompt-to-Prompt>Examples, \""
                            + file.replace(".ijm", "").replace('_', ' ') + "\", " + ExampleMacro.class.getName()
                            + "(\"" + file + "\")"));
        }
        List<String> listed = Files.readString(Path.of("plugins.config"))
                .lines()
                .filter(line -> line.contains(">Examples,"))
                .toList();
        assertEquals(expected, listed);
        for (String line : listed) {
            String file = line.substring(line.indexOf("(\"") + 2, line.lastIndexOf("\")"));
            assertNotNull(ExampleMacro.class.getResource("/macros/" + file), file);
        }
    }

    @Test
    void groovyIsInTheMenuWhereItCanRun() {
        assertTrue(GroovyMenu.hasGroovy(getClass().getClassLoader()));
        assertFalse(GroovyMenu.hasGroovy(ClassLoader.getPlatformClassLoader()));
    }

    /** A Fiji sorts all entries by the weight of the last part, SciJava's own menus by that of each part: both come to the same. */
    @Test
    void bothMenusAndThePagesHaveTheSameOrder() throws Exception {
        List<MenuPath> menu = MenuOrder.of(context);
        assertEquals(
                menu.size(),
                menu.stream().map(path -> path.getLeaf().getWeight()).distinct().count(),
                "two commands have the same weight");
        assertEquals(
                menu,
                menu.stream()
                        .sorted(Comparator.comparing(
                                        (MenuPath path) -> path.get(2).getWeight())
                                .thenComparing(path -> path.getLeaf().getWeight()))
                        .toList(),
                "SciJava's menu has another order");
        assertEquals(
                MenuOrder.ofPlainImageJ(context),
                found("(?m)^Plugins>Prompt-to-Prompt, \"([^\"]+)\"", Files.readString(Path.of("plugins.config"))));
        List<String> entries = MenuOrder.ofFiji(context);
        assertEquals(entries, listed("README.md", "| command |", "\\*\\*([^*]+)\\*\\*"));
        assertEquals(entries, listed("src/doc/commands.md", "| page |", "\\[([^\\]]+)\\]\\("));
    }

    /** What a person sees first must be a page of the menu, not two. */
    @Test
    void theFirstLevelOfTheMenuIsShort() {
        List<String> first = MenuOrder.of(context).stream()
                .map(path -> path.get(2).getName())
                .distinct()
                .toList();
        assertTrue(first.size() <= 20, first.toString());
        assertEquals(
                List.of(
                        "Check My System...",
                        "Prompt Studio...",
                        "Generate...",
                        "Word Swap...",
                        "Add Phrase...",
                        "Re-weight Words..."),
                first.subList(0, 6));
        assertTrue(first.containsAll(List.of("Attention Maps...", "Labelled Montage", "Models...")), first.toString());
        long places = MenuOrder.of(context).stream()
                .map(path -> path.get(2))
                .map(entry -> entry.getName() + entry.getWeight())
                .distinct()
                .count();
        assertEquals(first.size(), places, "a submenu has two weights");
    }

    /** Returns the commands of a page's table with their submenus, which its second column names. */
    private static List<String> listed(String page, String head, String name) throws IOException {
        String text = Files.readString(Path.of(page));
        List<String> all = new ArrayList<>();
        for (String line : text.substring(text.indexOf(head), text.indexOf("\n\n", text.indexOf(head)))
                .split("\n")) {
            String[] cells = line.split("\\|");
            for (String one : found(name, cells[1])) all.add(cells[2].strip() + "/" + one);
        }
        return all;
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
