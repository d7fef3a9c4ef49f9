package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ImageJ's Recorder runs a line on the event thread, for which a command waits as it shows what it does: ImageJ stood still for ever. Needs Xvfb. */
@Tag("window")
class EventThreadTest {
    @Test
    void aMacroOnTheEventThreadEnds(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder).drive(EventThreadDriver.class);
        assertEquals("a red ball, 128", Files.readString(PlainImageJ.OUT.resolve("event-thread-seen.txt")));
    }
}
