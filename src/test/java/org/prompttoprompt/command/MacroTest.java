package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;

/** Every macro of macros/, and some wrong ones, in a headless ImageJ; all in one process, with two steps per image. */
class MacroTest {
    private static final Map<String, String> WRONG = Map.of(
            "misspelt", "run('Word Swap...', 'prompt=[a red ball] target=[a blue ball] steps=2 tua=0.3');",
            "camel", "run('Word Swap...', 'prompt=[a red ball] target=[a blue ball] steps=2 selfAttention=0.3');",
            "bracket", "run('Generate...', 'prompt=[a red ball steps=2');",
            "number", "run('Generate...', 'prompt=[a red ball] steps=two');",
            "choice", "run('Word Swap...', 'prompt=[a red ball] target=[a blue ball] steps=2 renormalise=maybe');",
            "word", "run('Re-weight Words...', 'prompt=[a red ball] words=fluffy steps=2');");

    private static final Map<String, List<String>> IMAGES = new TreeMap<>();
    private static String log;

    @BeforeAll
    static void runThemAll(@TempDir Path folder) throws Exception {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> macros = Files.list(Path.of("macros"))) {
            for (Path macro : macros.filter(m -> m.toString().endsWith(".ijm")).toList()) {
                // ImageJ takes the first of two equal keys; ours refuses two, so the macros leave the steps to the
                // model.
                String text = Files.readString(macro).replace("\"prompt=", "\"steps=2 prompt=");
                files.add(Files.writeString(folder.resolve(macro.getFileName()), text));
            }
        }
        for (var wrong : WRONG.entrySet()) {
            files.add(Files.writeString(
                    folder.resolve(wrong.getKey() + ".ijm"),
                    wrong.getValue() + " newImage('went on', '8-bit', 1, 1, 1);"));
        }
        log = java(folder, files);
        for (Path file : files) {
            String name = file.getFileName().toString().replace(".ijm", "");
            IMAGES.put(
                    name,
                    Files.readAllLines(Path.of(file + ".txt")).stream()
                            .filter(l -> !l.isBlank() && !l.startsWith("Similarity of"))
                            .toList());
        }
    }

    static String java(Path folder, List<Path> macros) throws IOException, InterruptedException {
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Djava.util.prefs.userRoot=" + folder,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                MacroRunner.class.getName()));
        macros.forEach(macro -> command.add(macro.toString()));
        File output = folder.resolve("output.txt").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        assertTrue(process.waitFor(10, TimeUnit.MINUTES), "The macros did not end");
        String text = Files.readString(output.toPath());
        assertEquals(0, process.exitValue(), text);
        return text;
    }

    /** The labels of the n-th image that a macro left open. */
    private static List<String> labels(String macro, int image) {
        assertTrue(IMAGES.containsKey(macro), macro + " is missing");
        assertTrue(image < IMAGES.get(macro).size(), macro + " left " + IMAGES.get(macro) + "\n" + log);
        String[] parts = IMAGES.get(macro).get(image).split("\\|");
        assertEquals("2", parts[parts.length - 1], "steps");
        return Arrays.stream(parts)
                .skip(2)
                .limit(parts.length - 3)
                .map(s -> s.replaceAll("( \\(\\d of 2 steps\\))?#.*", ""))
                .toList();
    }

    @Test
    void catOnABicycle() {
        List<String> labels = labels("Cat_Bicycle_to_Car", 0);
        assertEquals(7, labels.size());
        assertEquals(List.of("source", "tau=0", "tau=0.1"), labels.subList(0, 3));
    }

    @Test
    void boyToGirlAndGreenToDry() {
        assertEquals(List.of("source", "tau=0.1", "tau=0.3", "tau=0.5"), labels("Boy_to_Girl", 0));
        assertEquals(labels("Boy_to_Girl", 0), labels("Boy_to_Girl", 1));
    }

    @Test
    void castleAndStreet() {
        assertEquals(7, labels("Castle_to_Drawing", 0).size());
        assertEquals(4, labels("Street_Flooded_or_at_Night", 0).size());
        assertEquals(4, labels("Street_Flooded_or_at_Night", 1).size());
    }

    @Test
    void cells() {
        assertEquals(7, labels("Cells_Recoloured_or_with_Nuclei", 0).size());
        assertEquals(7, labels("Cells_Recoloured_or_with_Nuclei", 1).size());
    }

    @Test
    void microscope() {
        for (int edit = 0; edit < 4; edit++) {
            assertEquals(
                    List.of("source", "tau=0", "tau=0.4", "tau=0.8"),
                    labels("Microscope_Edits_That_Teach_Biology", edit));
        }
    }

    @Test
    void blossomAndFluffy() {
        List<String> expected = List.of("source", "weight=-2", "weight=-1", "weight=0", "weight=1", "weight=2");
        assertEquals(expected, labels("Reweight_Blossom_and_Fluffy", 0));
        assertEquals(expected, labels("Reweight_Blossom_and_Fluffy", 1));
        String[] slices = IMAGES.get("Reweight_Blossom_and_Fluffy").get(0).split("\\|");
        assertEquals(slices[2].replaceAll(".*#", ""), slices[6].replaceAll(".*#", ""), "weight 1 is the source");
    }

    @Test
    void lookIntoASweep() {
        List<String> sweep = List.of("source", "tau=0.1", "tau=0.3", "tau=0.5");
        assertEquals(sweep, labels("Look_Into_a_Sweep", 0));
        List<String> images = IMAGES.get("Look_Into_a_Sweep");
        assertEquals(5, images.size(), images + "\n" + log);
        assertTrue(images.get(1).startsWith("Attention of a red ball on the grass|8|ball layers=all#"), images.get(1));
        assertTrue(images.get(2).startsWith("Attention over a red ball on the grass|2|ball#"), images.get(2));
        assertTrue(images.get(3).startsWith("Words of a red ball on the grass|1|"), images.get(3));
        assertEquals(sweep, labels("Look_Into_a_Sweep", 4));
    }

    @Test
    void theLessons() {
        List<String> attention = IMAGES.get("Lesson_1_What_Attention_Is");
        assertEquals(4, attention.size(), attention + "\n" + log);
        assertTrue(
                attention.get(1).startsWith("Attention of a red ball on the grass|24|red layers=all"),
                attention.get(1));
        assertTrue(attention.get(2).startsWith("Where words act: a red ball on the grass|1|"), attention.get(2));
        assertTrue(attention.get(3).startsWith("Film of a red ball on the grass|4|step 1 of 2, "), attention.get(3));
        assertEquals(7, labels("Lesson_2_What_Tau_Does", 0).size());
        assertTrue(IMAGES.get("Lesson_2_What_Tau_Does").get(1).startsWith("Montage of bicycle -> car"));
        assertEquals(6, labels("Lesson_3_What_c_Does", 0).size());
        assertTrue(IMAGES.get("Lesson_3_What_c_Does").get(1).startsWith("Montage of a blossom tree"));
        assertTrue(log.contains("Lesson 1. Each word of the prompt acts somewhere"), log);
    }

    @Test
    void wrongMacrosEndWithTheCorrectedLine() {
        for (String name : WRONG.keySet()) assertEquals(List.of(), IMAGES.get(name), name + " went on\n" + log);
        String corrected = "run(\"Word Swap...\", \"prompt=[a red ball] target=[a blue ball] steps=2 ";
        assertTrue(log.contains(corrected + "tau=0.3\");"), log);
        assertTrue(log.contains(corrected + "selfattention=0.3\");"), log);
        assertTrue(log.contains("steps=two: 'two' is no number. Give a whole number from 0 to 1000."), log);
        assertTrue(log.contains("renormalise=maybe: it is none of the choices. Give model, yes or no."), log);
        assertFalse(log.contains("\tat org.prompttoprompt"), "a stack trace is no message\n" + log);
    }
}
