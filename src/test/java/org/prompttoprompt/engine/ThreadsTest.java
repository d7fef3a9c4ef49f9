package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.bench.ThreadsBenchmark;

/** How many threads other programs leave. */
class ThreadsTest {
    @Test
    void anIdleMachineIsUsedWhole() {
        assertEquals(8, Threads.left(0, 0, 8, 8));
        assertEquals(2, Threads.left(1, 1, 2, 2));
        assertEquals(2, Threads.left(.6, .5, 2, 2)); // 0.2 processors of others
    }

    @Test
    void busyProcessorsAreLeftToOthers() {
        assertEquals(
                1, Threads.left(1, .5, 2, 2)); // two busy loops take one of two processors from two threads of ours,
        assertEquals(1, Threads.left(1, .33, 2, 2)); // and more from one
        assertEquals(4, Threads.left(1, .875, 8, 8));
        assertEquals(4, Threads.left(1, .5, 12, 12));
        assertEquals(1, Threads.left(1, 0, 8, 8));
    }

    @Test
    void neverMoreThanAllowed() {
        assertEquals(3, Threads.left(.1, .1, 8, 3));
        assertEquals(2, Threads.left(.8, .1, 8, 3));
    }

    /** What lets the number change in the middle of a run. Four differ in a few pixels of some images, by one level. */
    @Test
    void oneOrTwoDrawTheSameImage() throws Exception {
        assertEquals(image(1), image(2));
    }

    private static String image(int threads) throws Exception {
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-Djava.awt.headless=true",
                "-Dprompttoprompt.threads=" + threads,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ThreadsBenchmark.class.getName(),
                "4"));
        Process edit =
                new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
        try (PrintWriter orders = new PrintWriter(edit.getOutputStream(), true)) {
            orders.println("go");
        }
        String answer = edit.inputReader().readLine();
        assertEquals(0, edit.waitFor(), answer);
        return answer.split(" ")[1];
    }

    @Test
    void whatIsNotKnownLeavesAll() {
        assertEquals(4, Threads.left(-1, .2, 4, 4));
        assertEquals(4, Threads.left(.9, -1, 4, 4));
        assertEquals(4, Threads.left(Double.NaN, .2, 4, 4));
    }
}
