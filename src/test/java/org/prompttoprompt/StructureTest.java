package org.prompttoprompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house: packages use only packages below them and the libraries that are theirs, and files stay small enough to read. */
class StructureTest {
    private static final Path SOURCES = Path.of("src/main/java/org/prompttoprompt");
    private static final String ROOT = "org.prompttoprompt.";

    /** Lowest first. Those of one line never use each other, so that there are no cycles. */
    private static final List<Set<String>> HOUSE = List.of(
            Set.of("attention", "engine", "request", "image", "metrics"),
            Set.of("checkpoint"),
            Set.of("nn", "ldm"),
            Set.of("lora"),
            Set.of("text", "unet", "vae", "diffusion"),
            Set.of("p2p", "model", "inversion", "clip", "lpips"),
            Set.of("sweep"),
            Set.of("pipeline"),
            Set.of("ij", "macro", "store"),
            Set.of("canvas", "dataset"),
            Set.of("service", "batch"),
            Set.of("score"),
            Set.of("command"),
            Set.of("dialog"),
            Set.of("studio", "compare", "bridge", "cli"));

    /** Who may use which library. Java's own packages are everybody's, but for windows. */
    private static final Map<String, Set<String>> LIBRARIES = Map.ofEntries(
            Map.entry(
                    "ai.djl",
                    Set.of(
                            "attention",
                            "engine",
                            "image",
                            "checkpoint",
                            "nn",
                            "ldm",
                            "lora",
                            "text",
                            "unet",
                            "vae",
                            "diffusion",
                            "p2p",
                            "inversion",
                            "clip",
                            "lpips",
                            "model",
                            "sweep",
                            "pipeline")),
            Map.entry(
                    "ij",
                    Set.of(
                            "ij", "macro", "canvas", "dataset", "batch", "score", "service", "command", "dialog",
                            "studio", "compare", "bridge", "cli")),
            Map.entry("org.scijava", Set.of("macro", "service", "command", "dialog", "studio", "compare", "bridge")),
            Map.entry("net.imglib2", Set.of("image", "pipeline", "ij", "canvas", "batch", "studio", "service", "cli")),
            Map.entry(
                    "com.google.gson",
                    Set.of("checkpoint", "ldm", "lora", "text", "clip", "model", "store", "dataset", "batch", "score")),
            Map.entry("org.apache.commons.csv", Set.of("dataset", "batch", "score", "compare")),
            Map.entry("org.apache.commons.math3", Set.of("compare")),
            Map.entry("org.apache.commons.compress", Set.of("dataset")),
            Map.entry("org.apache.parquet", Set.of("dataset")),
            // Named by Parquet's signatures alone.
            Map.entry("org.apache.hadoop.conf", Set.of("dataset")),
            Map.entry("com.sun.jna", Set.of("engine")),
            Map.entry("com.sun.management", Set.of("engine", "pipeline", "command")),
            Map.entry(
                    "java.awt", Set.of("ij", "canvas", "service", "command", "dialog", "studio", "compare", "bridge")),
            Map.entry("javax.swing", Set.of("service", "command", "dialog", "studio", "compare")),
            Map.entry("org.commonmark", Set.of("dialog")),
            Map.entry("javax.imageio", Set.of("ij")),
            Map.entry("javax.management", Set.of("cli")),
            Map.entry("org.w3c.dom", Set.of("ij")),
            Map.entry("org.slf4j", Set.of("engine")));

    private static final Pattern OURS =
            Pattern.compile("\\borg\\.prompttoprompt\\.([a-z0-9]+(?:\\.[a-z0-9]+)*)\\.[A-Z*]");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([a-z][\\w.]*)");
    /** Comments and literal texts, which use nothing. */
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*|\"(?:[^\"\\\\\n]|\\\\.)*\"");

    private static final int LONGEST = 250;
    private static final int MEDIAN = 80;

    private static List<Path> files() throws Exception {
        try (Stream<Path> walk = Files.walk(SOURCES)) {
            return walk.filter(f -> f.toString().endsWith(".java")).toList();
        }
    }

    /** The whole path of a file's package below ours, empty for the root. */
    private static String packageOf(Path file) {
        Path folder = SOURCES.relativize(file).getParent();
        return folder == null ? "" : folder.toString().replace('/', '.').replace('\\', '.');
    }

    private static int level(String name) {
        for (int i = 0; i < HOUSE.size(); i++) if (HOUSE.get(i).contains(name)) return i;
        throw new AssertionError("The package '" + name + "' has no place in the house");
    }

    private static String code(Path file) throws Exception {
        return COMMENT.matcher(Files.readString(file)).replaceAll("");
    }

    /** What is wrong with the packages that one file of code uses. */
    static List<String> wrongUses(String own, String code) {
        List<String> wrong = new ArrayList<>();
        for (Matcher m = OURS.matcher(code); m.find(); ) {
            boolean below = m.group(1).equals(own) || !own.isEmpty() && level(m.group(1)) < level(own);
            if (!below) wrong.add(own + " uses " + ROOT + m.group(1));
        }
        for (Map.Entry<String, Set<String>> library : LIBRARIES.entrySet()) {
            Matcher m = Pattern.compile("(?<![\\w.])" + Pattern.quote(library.getKey()) + "\\.[\\w.*]+")
                    .matcher(code);
            if (!library.getValue().contains(own) && m.find()) wrong.add(own + " uses the library " + m.group());
        }
        for (Matcher m = IMPORT.matcher(code); m.find(); ) {
            String used = m.group(1);
            boolean known = used.startsWith(ROOT)
                    || used.startsWith("java.")
                    || LIBRARIES.keySet().stream().anyMatch(library -> used.startsWith(library + "."));
            if (!known) wrong.add(own + " uses the library " + used + ", which nobody may");
        }
        return wrong;
    }

    @Test
    void packagesUseOnlyWhatIsBelowThem() throws Exception {
        Set<String> wrong = new TreeSet<>();
        for (Path file : files()) {
            wrongUses(packageOf(file), code(file)).forEach(use -> wrong.add(file.getFileName() + ": " + use));
        }
        assertTrue(wrong.isEmpty(), String.join("\n", wrong));
    }

    @Test
    void aUseUpwardsIsFoundHoweverItIsWritten() {
        assertEquals(
                1, wrongUses("p2p", "import org.prompttoprompt.sweep.SweepRun;").size());
        assertEquals(
                1,
                wrongUses("p2p", "var run = new org.prompttoprompt.sweep.SweepRun();")
                        .size());
        assertEquals(
                1,
                wrongUses("p2p", "import static org.prompttoprompt.model.ModelFolder.of;")
                        .size());
        assertEquals(1, wrongUses("metrics", "import ai.djl.ndarray.NDArray;").size());
        assertEquals(1, wrongUses("request", "import java.awt.Color;").size());
        assertEquals(1, wrongUses("p2p", "import org.prompttoprompt.sweep.*;").size());
        assertEquals(
                3,
                wrongUses("metrics", "class A { ai.djl.ndarray.NDArray x; java.awt.Color c; ij.ImagePlus i; }")
                        .size());
        assertEquals(1, wrongUses("image", "import org.w3c.dom.Node;").size());
        assertEquals(1, wrongUses("ij", "import com.example.Library;").size());
        assertEquals(
                0,
                wrongUses(
                                "request",
                                COMMENT.matcher("String a = \"ij.ImagePlus\"; // ai.djl.ndarray.NDArray")
                                        .replaceAll(""))
                        .size());
        assertEquals(
                0,
                wrongUses("sweep", "import org.prompttoprompt.p2p.Edit;\nimport java.util.List;")
                        .size());
    }

    @Test
    void everyPackageSaysWhatItIs() throws Exception {
        for (Path file : files()) {
            if (!packageOf(file).isEmpty()) level(packageOf(file));
            assertTrue(Files.exists(file.resolveSibling("package-info.java")), file.toString());
        }
    }

    /** Two classes of one name are taken for each other. */
    @Test
    void everyNameIsThereOnce() throws Exception {
        Map<String, Path> names = new TreeMap<>();
        List<String> twice = new ArrayList<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (!name.equals("package-info.java") && names.put(name, file) != null) twice.add(name);
        }
        assertTrue(twice.isEmpty(), twice.toString());
    }

    /** A move of Java's that replaces a file deletes it first: who reads it meanwhile finds none. */
    @Test
    void filesAreReplacedInOnePlace() throws Exception {
        Pattern move = Pattern.compile("Files\\.move\\([^;]*REPLACE_EXISTING");
        List<String> places = new ArrayList<>();
        for (Path file : files())
            if (move.matcher(Files.readString(file)).find())
                places.add(file.getFileName().toString());
        assertEquals(List.of("WholeFile.java"), places);
    }

    @Test
    void contributingNamesThePackagesInTheirOrder() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("CONTRIBUTING.md")).stream()
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .toList();
        assertEquals(HOUSE.size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            String row = rows.get(HOUSE.size() - 1 - i);
            Set<String> named = new TreeSet<>();
            for (Matcher m = Pattern.compile("`([a-z0-9]+)`").matcher(row); m.find(); ) named.add(m.group(1));
            assertEquals(new TreeSet<>(HOUSE.get(i)), named, row);
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
        int[] sorted = lengths.stream().mapToInt(Integer::intValue).sorted().toArray();
        assertTrue(sorted[sorted.length / 2] < MEDIAN, "median " + sorted[sorted.length / 2] + Arrays.toString(sorted));
    }
}
