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

/** What the dialogs of plain ImageJ do with wrong values, and while another command runs. Needs Xvfb. */
@Tag("window")
class RefusalGuiTest {
    private static final int SCREEN_WIDTH = 1280;
    private static final long MOST_MILLIS = 2000;

    @Test
    void nothingTypedIsLost(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder).drive(RefusalDriver.class);
        Properties seen = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("target/refusal-seen.txt"))) {
            seen.load(in);
        }
        assertTrue(Integer.parseInt(seen.getProperty("unknown.width")) < SCREEN_WIDTH, seen.toString());
        assertEquals("true", seen.getProperty("kept"), "the dialog came back without what was typed");
        assertEquals("four", seen.getProperty("selected"), "what is typed next stands beside what was refused");
        assertEquals("1", seen.getProperty("recorded"), "a refused command was recorded");
        assertTrue(Long.parseLong(seen.getProperty("second.dialog.millis")) < MOST_MILLIS, seen.toString());
        assertEquals("1", seen.getProperty("images"), "the stopped run left an image");
    }
}
