package org.prompttoprompt;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house: packages import downwards only, and files stay small enough to read. */
class StructureTest {
    private static final Path SOURCES = Path.of("src/main/java/org/prompttoprompt");
    private static final Map<String, Integer> LEVEL = Map.ofEntries(
            Map.entry("attention", 1),
            Map.entry("nn", 1),
            Map.entry("image", 1),
            Map.entry("metrics", 1),
            Map.entry("text", 2),
            Map.entry("p2p", 3),
            Map.entry("diffusion", 3),
            Map.entry("unet", 3),
            Map.entry("vae", 3),
            Map.entry("sweep", 4),
            Map.entry("pipeline", 5),
            Map.entry("command", 6));
    private static final int LONGEST = 250;
    private static final int MEDIAN = 80;

    private static List<Path> files() throws Exception {
        try (Stream<Path> walk = Files.walk(SOURCES)) {
            return walk.filter(f -> f.toString().endsWith(".java")).toList();
        }
    }

    @Test
    void packagesImportDownwards() throws Exception {
        List<String> wrong = new ArrayList<>();
        Pattern use = Pattern.compile("import (?:static )?org\\.prompttoprompt\\.([a-z0-9]+)\\.");
        for (Path file : files()) {
            String own = SOURCES.relativize(file).getName(0).toString();
            for (Matcher m = use.matcher(Files.readString(file)); m.find(); ) {
                if (!m.group(1).equals(own) && LEVEL.get(m.group(1)) >= LEVEL.get(own))
                    wrong.add(file + " imports " + m.group(1));
            }
        }
        assertTrue(wrong.isEmpty(), wrong.toString());
    }

    @Test
    void everyPackageSaysWhatItIs() throws Exception {
        for (Path file : files()) {
            assertTrue(LEVEL.containsKey(SOURCES.relativize(file).getName(0).toString()), file.toString());
            assertTrue(Files.exists(file.resolveSibling("package-info.java")), file.toString());
        }
    }

    @Test
    void filesAreShort() throws Exception {
        List<Integer> lengths = new ArrayList<>();
        for (Path file : files()) {
            int lines = Files.readAllLines(file).size();
            lengths.add(lines);
            assertTrue(lines <= LONGEST, file + " has " + lines + " lines");
        }
        lengths.sort(null);
        assertTrue(lengths.get(lengths.size() / 2) < MEDIAN, "median " + lengths.get(lengths.size() / 2));
    }
}
