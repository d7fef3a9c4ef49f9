package org.prompttoprompt.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What messages suggest can be pasted. */
class ShellWordTest {
    @Test
    void onlyWhatNeedsItIsQuoted() {
        assertEquals("accept=mit", ShellWord.of("accept=mit", false));
        assertEquals("\"accept=my own licence\"", ShellWord.of("accept=my own licence", false));
        assertEquals("\"https://x.org/a?b=c&d\"", ShellWord.of("https://x.org/a?b=c&d", false));
        assertEquals("'a\"b'", ShellWord.of("a\"b", false));
        assertEquals("C:\\models\\ink", ShellWord.of("C:\\models\\ink", true));
        assertEquals("\"C:\\my models\"", ShellWord.of("C:\\my models", true));
        assertEquals("accept=mit", ShellWord.option("accept", "mit"));
        assertEquals("\"accept=a b\" (in a macro accept=[a b])", ShellWord.option("accept", "a b"));
    }

    /** A shell says each word as it was. */
    @Test
    void aShellTakesThemAsTheyWere() throws Exception {
        Path shell = Path.of("/bin/sh");
        if (!Files.isExecutable(shell)) return;
        for (String word : new String[] {
            "mit",
            "a b",
            "it's",
            "a \"b\" c",
            "$HOME `pwd` !! $(pwd)",
            "a\\b c\\",
            "*",
            "a;b&c|d>e#f",
            "~",
            "{a,b}",
            "(c)",
            "[a]",
            "",
            "'",
            "\\'",
            "-n x"
        }) {
            Process said = new ProcessBuilder(shell.toString(), "-c", "printf %s " + ShellWord.of(word, false)).start();
            assertEquals(word, new String(said.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        }
    }
}
