package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The preview in a real window of plain ImageJ. Needs Xvfb. */
@Tag("window")
@Tag("slow")
class PreviewGuiTest {
    private static final long LONGEST_WAIT_MILLIS = 2000;

    @Test
    void comesChangesAndGoes(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder).drive(PreviewDriver.class);
        Properties seen = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("target/preview-seen.txt"))) {
            seen.load(in);
        }
        assertEquals("Preview: Generate", seen.getProperty("title"));
        assertTrue(Integer.parseInt(seen.getProperty("pictures")) > 1, seen.toString());
        assertEquals("mine", seen.getProperty("active.meanwhile"), "the preview became the active image");
        assertEquals("a red ball", seen.getProperty("finished"), "the run ended with its window");
        assertEquals("0", seen.getProperty("came.back"), "a closed preview came back");
        assertEquals("gone", seen.getProperty("after.escape"));
        assertEquals("1", seen.getProperty("images.after.escape"), "the cancelled run left an image");
        assertEquals("gone", seen.getProperty("after.the.end"));
        assertEquals("0", seen.getProperty("in.macro"), "a macro showed a preview");
        assertEquals("0", seen.getProperty("switched.off"), "a preview came though switched off");
        assertEquals("", seen.getProperty("recorded.of.escape"), "a cancelled command was recorded");
        assertEquals("", seen.getProperty("recorded.beside"), "the preview was recorded");
        long longest = Long.parseLong(seen.getProperty("longest.wait"));
        assertTrue(longest < LONGEST_WAIT_MILLIS, "the event thread was busy for " + longest + " ms");
    }
}
