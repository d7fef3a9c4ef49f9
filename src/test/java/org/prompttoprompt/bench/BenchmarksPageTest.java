package org.prompttoprompt.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the benchmarks has a command for each program of this package, and none for another. */
class BenchmarksPageTest {
    private static final Path PAGE = Path.of("src/doc/benchmarks.md");
    private static final Path PROGRAMS = Path.of("src/test/java/org/prompttoprompt/bench");

    @Test
    void eachProgramHasItsCommand() throws IOException {
        Set<String> programs;
        try (Stream<Path> files = Files.list(PROGRAMS)) {
            programs = files.filter(BenchmarksPageTest::isProgram)
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        Set<String> named = new TreeSet<>();
        Matcher rows =
                Pattern.compile("(?m)^\\| `(\\w+)` \\|.*\\| `([^`|]*)` \\|$").matcher(Files.readString(PAGE));
        while (rows.find()) assertTrue(named.add(rows.group(1)), rows.group(1) + " is there twice");
        assertEquals(programs, named);
        assertTrue(programs.size() > 9, programs.toString());
    }

    private static boolean isProgram(Path file) {
        try {
            return Files.readString(file).matches("(?s).*static void main\\(String.*");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
