package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines as they were recorded before they were short, and as they are recorded now, make the same images. */
class ShortLinesTest {
    private static final Map<String, String> LINES = Map.of(
            "full",
            "run('Word Swap...', 'prompt=[a red ball] target=[a blue ball] tau=0.2,0.8 seed=7 steps=2 guidance=1 width=128"
                    + " height=128 windows= words= weight=1 renormalise=model blend= keep= threshold=0.3 blendfrom=0.2"
                    + " selfattention=model selfresolution=0 injection=0 queries=0 scheduler=model negative= model=');",
            "short",
            "run('Word Swap...', 'prompt=[a red ball] target=[a blue ball] tau=[0.2, 0.8] seed=7 steps=2 defaults=1');",
            "given",
            "run('Generate...', 'prompt=[a red ball] seed=5 steps=3');",
            "older",
            "run('Generate...', 'prompt=[a red ball] defaults=0');",
            "present",
            "run('Generate...', 'prompt=[a red ball] steps=3 defaults=1');");

    private static final Map<String, List<String>> IMAGES = new TreeMap<>();

    @BeforeAll
    static void runThemAll(@TempDir Path folder) throws Exception {
        List<Path> files = new ArrayList<>();
        for (var line : LINES.entrySet())
            files.add(Files.writeString(folder.resolve(line.getKey() + ".ijm"), line.getValue()));
        String log = MacroTest.java(folder, files);
        for (Path file : files) {
            List<String> images = Files.readAllLines(Path.of(file + ".txt")).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
            assertNotEquals(List.of(), images, file + log);
            IMAGES.put(file.getFileName().toString().replace(".ijm", ""), images);
        }
    }

    @Test
    void aFullLineAndAShortOneMakeTheSame() {
        assertEquals(IMAGES.get("full"), IMAGES.get("short"));
    }

    /** The test's table 0 has the seed 5 and three steps. */
    @Test
    void aLineKeepsTheDefaultsOfItsTable() {
        assertEquals(IMAGES.get("given"), IMAGES.get("older"));
        assertNotEquals(IMAGES.get("given"), IMAGES.get("present"));
    }
}
