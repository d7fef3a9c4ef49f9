package org.prompttoprompt.doc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The messages that the page of troubleshooting quotes are those of the code, or of Java and the build. */
class TroubleshootingTest {
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    /** What differs from one message to the next. */
    private static final String VALUES = "\\.\\.\\.|'[^']*'|\\d+|=";

    private static final int LEAST_LETTERS = 6;
    private static final Set<String> NOT_OURS = Set.of("UnsupportedClassVersionError", "HeadlessException");

    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder(Files.readString(Path.of("pom.xml")));
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList())
                all.append(Files.readString(file));
        }
        // Literals that are joined read as one.
        return all.toString().replaceAll("\"\\s*\\+\\s*\"", "");
    }

    @Test
    void quotesWhatTheCodeSays() throws Exception {
        String sources = sources();
        List<String> quotes = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/doc/troubleshooting.md"))) {
            if (!line.startsWith("| ")) continue;
            Matcher quote = QUOTED.matcher(line.split("\\|")[1]);
            while (quote.find()) {
                quotes.add(quote.group(1));
                for (String part : quote.group(1).split(VALUES)) {
                    String words = part.replaceAll("^[ ;:,()]+|[ ;:,()]+$", "");
                    boolean known = words.length() < LEAST_LETTERS || NOT_OURS.contains(words);
                    if (!known && !sources.contains(words)) unknown.add(words);
                }
            }
        }
        assertTrue(quotes.size() > 20, quotes.toString());
        assertEquals(List.of(), unknown);
    }
}
