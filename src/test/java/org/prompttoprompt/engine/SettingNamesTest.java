package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Settings are called the same wherever they are read, refused, told by help and described. */
class SettingNamesTest {
    /** Code and pages; {@code PROMPTTOPROMPT_NAME} stands for any. */
    private static Set<String> named(Pattern pattern, String... places) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String place : places)
            try (Stream<Path> all = Files.walk(Path.of(place))) {
                for (Path file :
                        all.filter(f -> f.toString().matches(".*\\.(java|md)")).toList()) {
                    Matcher m = pattern.matcher(Files.readString(file));
                    while (m.find()) names.add(m.group(1).toUpperCase(Locale.ROOT));
                }
            }
        names.remove("NAME");
        return names;
    }

    private static Set<String> settings() {
        Set<String> names = new TreeSet<>();
        for (String name : EngineSettings.meanings().keySet()) {
            assertTrue(name.startsWith("PROMPTTOPROMPT_"), name);
            names.add(name.substring("PROMPTTOPROMPT_".length()));
        }
        return names;
    }

    /** What this computer would refuse is no cure. */
    @Test
    void ofAValueTheSettingIsToldThatCanBeHad() {
        assertEquals(Optional.of("PROMPTTOPROMPT_PRECISION=float16"), EngineSettings.meant("float16", true));
        assertEquals(Optional.of("PROMPTTOPROMPT_DEVICE=gpu1"), EngineSettings.meant("gpu1", true));
        assertEquals(Optional.empty(), EngineSettings.meant("gpu1", false));
        assertEquals(Optional.empty(), EngineSettings.meant("foo", true));
        String before = System.getProperty("prompttoprompt.device");
        System.setProperty("prompttoprompt.device", "cpu");
        try {
            assertEquals(Optional.empty(), EngineSettings.meant("float16", false));
            assertEquals(Optional.of("PROMPTTOPROMPT_PRECISION=bfloat16"), EngineSettings.meant("bfloat16", false));
        } finally {
            if (before == null) System.clearProperty("prompttoprompt.device");
            else System.setProperty("prompttoprompt.device", before);
        }
    }

    @Test
    void eachThatIsNamedAnywhereIsOne() throws IOException {
        assertEquals(
                settings(),
                named(
                        Pattern.compile("PROMPTTOPROMPT_([A-Z]+)"),
                        "src/main",
                        "src/doc",
                        "README.md",
                        "CONTRIBUTING.md"));
    }

    @Test
    void eachThatIsReadIsOne() throws IOException {
        Set<String> read = named(Pattern.compile("EngineSetting\\.of\\(\\s*\"(\\w+)\""), "src/main");
        assertTrue(read.contains("DEVICE") && read.contains("THREADS"), read.toString());
        assertTrue(settings().containsAll(read), read + " are read, " + settings() + " are known");
    }
}
