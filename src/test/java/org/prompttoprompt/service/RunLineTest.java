package org.prompttoprompt.service;

import static org.junit.jupiter.api.Assertions.*;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
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

    /** A step of a very large image takes minutes, and before it nothing is known of how many. */
    @Test
    void whatTellsNothingForTenSecondsIsToldToGoOn() {
        long[] seconds = {1000};
        List<String> told = new ArrayList<>();
        RunLine slow = new RunLine(
                (done, total, message, left) -> told.add(done + "/" + total + " " + message),
                () -> TimeUnit.SECONDS.toNanos(seconds[0]));
        slow.look();
        slow.step(2, 8, "Step 1 of 4");
        for (int i = 0; i < 25; i++) {
            seconds[0]++;
            slow.look();
        }
        slow.step(4, 8, "Step 2 of 4");
        for (int i = 0; i < 9; i++) {
            seconds[0]++;
            slow.look();
        }
        slow.close();
        seconds[0] += 60;
        slow.look();
        assertEquals(
                List.of(
                        "2/8 Step 1 of 4",
                        "2/8 Step 1 of 4; 0:10 since then, and it goes on",
                        "2/8 Step 1 of 4; 0:20 since then, and it goes on",
                        "4/8 Step 2 of 4"),
                told);
    }

    /** By itself, and without a step. */
    @Test
    void itLooksByItselfUntilItIsClosed() throws Exception {
        long[] seconds = {1000};
        List<String> told = new CopyOnWriteArrayList<>();
        RunLine slow = new RunLine(
                (done, total, message, left) -> told.add(message), () -> TimeUnit.SECONDS.toNanos(seconds[0]));
        slow.listen();
        Doing.tell("Encoding the prompts");
        seconds[0] += 75;
        for (int i = 0; i < 200 && told.size() < 2; i++) Thread.sleep(100);
        slow.close();
        assertEquals(List.of("Encoding the prompts", "Encoding the prompts; 1:15 since then, and it goes on"), told);
    }

    @Test
    void whatTakesLongIsKnown() {
        line.step(1, 1L << 50, "Step 1");
        line.step(2, 1L << 50, "Step 2");
        assertTrue(line.isLong());
    }
}
