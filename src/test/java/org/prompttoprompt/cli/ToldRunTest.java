package org.prompttoprompt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.Doing;

class ToldRunTest {
    private static List<String> told(Consumer<ToldRun> run, ToldRun told) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true));
        try (told) {
            run.accept(told);
        } finally {
            System.setErr(before);
        }
        return bytes.toString().lines().toList();
    }

    @Test
    void whatIsDoneBeforeTheFirstStepIsTold() {
        List<String> lines = told(
                run -> {
                    Doing.tell("Measuring half precision");
                    run.goOn(0, 4, "Loading a model");
                    Doing.tell("Encoding the prompts");
                    Doing.tell("Encoding the prompts");
                    for (int mb = 0; mb < 200; mb++) Doing.tell("Unpacking, once: " + mb + " of 200 MB");
                    run.goOn(1, 4, "Step 1 of 4");
                },
                ToldRun.ofImages());
        assertEquals(
                List.of(
                        "  0 %  Measuring half precision",
                        "  0 %  Loading a model",
                        "  0 %  Encoding the prompts",
                        "  0 %  Unpacking, once: 0 of 200 MB",
                        " 25 %  Step 1 of 4"),
                lines);
        assertEquals(List.of(), told(run -> {}, ToldRun.ofImages()));
        Doing.tell("nobody listens any more");
    }

    @Test
    void filesThatAreReadAtOnceAreToldOnce() {
        List<String> lines = told(
                run -> {
                    for (int file = 1; file < 16; file++) run.goOn(file, 20, "Reading the files of the embedded model");
                    run.goOn(0, 20, "Step 1 of 4");
                },
                ToldRun.ofImages());
        assertEquals(List.of("  5 %  Reading the files of the embedded model", "  0 %  Step 1 of 4"), lines);
    }

    /** A reading of half a minute: after two seconds it is told how far it is, and then every ten, as a screen holds few lines. */
    @Test
    void howFarALongReadingIsIsToldNowAndThen() {
        long[] seconds = {100};
        List<String> lines = told(
                run -> {
                    run.goOn(0, 4, "Loading sd15");
                    for (int i = 0; i < 30; i++) {
                        for (int part = 0; part < 3; part++)
                            Doing.tell("Looking at sd15, once" + (i < 2 ? "" : ": " + 3 * i + " %"));
                        seconds[0]++;
                    }
                    run.goOn(4, 4, "Reading sd15");
                    run.goOn(4, 4, "Reading sd15: 50 %");
                    Doing.tell("Reading sd14: 50 %");
                },
                new ToldRun(false, () -> TimeUnit.SECONDS.toNanos(seconds[0])));
        assertEquals(
                List.of(
                        "  0 %  Loading sd15",
                        "  0 %  Looking at sd15, once",
                        "  0 %  Looking at sd15, once: 6 %",
                        "  0 %  Looking at sd15, once: 36 %",
                        "  0 %  Looking at sd15, once: 66 %",
                        "100 %  Reading sd15",
                        "100 %  Reading sd14: 50 %"),
                lines);
    }

    /** After the second step, for the first also warms up, and once. */
    @Test
    void aRunOfHoursSaysSo() {
        List<String> lines = told(
                run -> {
                    run.goOn(0, 1L << 40, "Loading");
                    run.goOn(1, 1L << 40, "Step 1");
                    run.goOn(2, 1L << 40, "Step 2");
                    run.goOn(3, 1L << 40, "Step 3");
                },
                ToldRun.ofImages());
        assertEquals(5, lines.size(), lines.toString());
        assertEquals("  0 %  Step 1", lines.get(1));
        assertTrue(lines.get(2).matches("  0 %  Step 2, about \\d+ h \\d\\d min left"), lines.get(2));
        assertEquals(
                "  0 %  This is a long run. Ctrl+C ends it; its images are saved when all of them are done.",
                lines.get(3));
        assertTrue(lines.get(4).matches("  0 %  Step 3, about \\d+ h \\d\\d min left"), lines.get(4));
    }
}
