package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever way a command is called, what it shows is the image that the next line of the macro works on. All macros run in one
 * headless process, and once more in the windows of a plain ImageJ.
 */
@Tag("window")
class ActiveImageTest {
    private static final String GENERATE = "run('Generate...', 'prompt=[a red ball] steps=2');";
    private static final String SWAP =
            "run('Word Swap...', 'prompt=[a red ball] target=[a blue ball] tau=[0.2, 0.8] steps=2');";
    /** Each tells the active image as it goes; some begin with an image of the user's. */
    private static final Map<String, String> MACROS = new LinkedHashMap<>();
    /** What each tells. */
    private static final Map<String, String> EXPECTED = new LinkedHashMap<>();

    private static Map<String, String> headless;
    private static String log;

    private static void way(String name, String macro, String expected) {
        MACROS.put(
                name,
                "told = ''; newImage('mine', '8-bit', 8, 8, 1); " + macro
                        + " File.saveString(told, 'OUT'); close('*');");
        EXPECTED.put(name, expected);
    }

    private static String tell() {
        return " told += getTitle() + ';'; ";
    }

    static {
        way("plain", GENERATE + tell(), "a red ball;");
        way("batch", "setBatchMode(true);" + GENERATE + tell(), "a red ball;");
        way("hide", "setBatchMode('hide');" + GENERATE + tell(), "a red ball;");
        way(
                "named",
                "setBatchMode(true);" + GENERATE + GENERATE + GENERATE + tell() + "selectImage('a red ball-1');"
                        + tell(),
                "a red ball-2;a red ball-1;");
        way("closed", "setBatchMode(true);" + GENERATE + "close();" + tell() + GENERATE + tell(), "mine;a red ball;");
        way("selected", "setBatchMode(true);" + GENERATE + "selectImage('mine');" + GENERATE + tell(), "a red ball-1;");
        way("swap", "setBatchMode(true);" + SWAP + tell(), "a red ball -> a blue ball;");
        way(
                "metrics",
                "setBatchMode(true);" + SWAP + "run('Metrics');" + tell() + "run('Show Recipe');" + tell(),
                "a red ball -> a blue ball;a red ball -> a blue ball;");
        way(
                "attention",
                "setBatchMode(true);" + GENERATE + "run('Attention Maps...', 'words=ball');" + tell()
                        + "selectImage('a red ball'); run('Words to ROIs...', 'words=ball');" + tell(),
                "Where words act: a red ball;Words of a red ball;");
        way("again", "setBatchMode(true);" + GENERATE + "run('Run Again...');" + tell(), "a red ball-1;");
        way(
                "nested",
                "setBatchMode(true); eval(\"" + GENERATE + "\"); " + tell() + "runMacro('NESTED');" + tell(),
                "a red ball;a red ball-1;");
        way(
                "other plugin",
                "setBatchMode(true); told += call('" + OtherPlugin.class.getName()
                        + ".titleOfWhatIsMade', 'prompt=[a red ball] steps=2') + ';'; " + tell(),
                "a red ball;a red ball;");
    }

    private static List<Path> written(Path folder) throws Exception {
        Path nested = Files.writeString(folder.resolve("nested-inner.ijm"), GENERATE);
        List<Path> files = new ArrayList<>();
        for (var macro : MACROS.entrySet()) {
            String text = macro.getValue()
                    .replace("OUT", folder.resolve(macro.getKey() + ".told").toString())
                    .replace("NESTED", nested.toString());
            files.add(Files.writeString(folder.resolve(macro.getKey() + ".ijm"), text));
        }
        return files;
    }

    private static Map<String, String> told(Path folder) throws Exception {
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (String name : MACROS.keySet()) {
            Path file = folder.resolve(name + ".told");
            outcomes.put(name, Files.exists(file) ? Files.readString(file).strip() : "did not end");
        }
        return outcomes;
    }

    @BeforeAll
    static void run(@TempDir Path folder) throws Exception {
        log = MacroTest.java(folder, written(folder));
        headless = told(folder);
    }

    @Test
    void withoutADisplay() {
        assertEquals(EXPECTED, headless, log);
    }

    @Test
    void inWindows(@TempDir Path folder) throws Exception {
        List<Path> files = written(folder);
        new PlainImageJ(folder.resolve("host"))
                .drive(
                        ActiveImageDriver.class,
                        files.stream().map(Path::toString).toArray(String[]::new));
        assertEquals(EXPECTED, told(folder));
    }
}
