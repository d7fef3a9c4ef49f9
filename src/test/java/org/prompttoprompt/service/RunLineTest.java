package org.prompttoprompt.service;

import static org.junit.jupiter.api.Assertions.*;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.Doing;

class RunLineTest {
    private final List<String> shown = new ArrayList<>();
    private final RunLine line = new RunLine((done, total, message, left) ->
            shown.add(done + "/" + total + " " + message + (left.isEmpty() ? "" : "*")));

    /** What is done beside steps leaves the run where it is. */
    @Test
    void stepsAndWhatIsDoneBesideThemAreOneLine() {
        Doing.tell("nobody listens yet");
        line.listen();
        Doing.tell("Starting");
        line.step(0, 0, "Loading");
        line.step(1, 3, "Step 1");
        line.step(2, 3, "Step 2");
        line.step(3, 3, "Step 3");
        Doing.tell("Reading");
        line.close();
        Doing.tell("nobody listens any more");
        assertEquals(
                List.of("0/1 Starting", "0/1 Loading", "1/3 Step 1", "2/3 Step 2*", "3/3 Step 3", "3/3 Reading"),
                shown);
        assertFalse(line.isLong());
    }

    @Test
    void whatTakesLongIsKnown() {
        line.step(1, 1L << 50, "Step 1");
        line.step(2, 1L << 50, "Step 2");
        assertTrue(line.isLong());
    }
}
