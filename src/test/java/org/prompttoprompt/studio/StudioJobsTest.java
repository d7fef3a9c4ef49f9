package org.prompttoprompt.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.Doing;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.studio.StudioJobs.Aim;

/** Which of the Studio's jobs gives way to which. */
class StudioJobsTest {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> running = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch enough = new CountDownLatch(1);
    private final StudioJobs jobs = new StudioJobs(new StudioJobs.Listener() {
        @Override
        public void running(double share, String message) {
            running.add(message);
        }

        @Override
        public void failed(String message) {
            events.add(message);
        }
    });

    @AfterEach
    void close() {
        jobs.close();
    }

    /** A job that goes on until it is stopped or has done enough. */
    private String work(String name, Progress progress) {
        begun.countDown();
        while (progress.goOn(0, 1, name)) {
            if (waited(enough, 5)) return name;
        }
        events.add(name + " stopped");
        return name;
    }

    private static boolean waited(CountDownLatch latch, long millis) {
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ask(Aim aim, String name) throws Exception {
        SwingUtilities.invokeAndWait(
                () -> jobs.run(aim, progress -> work(name, progress), done -> events.add(done + " done")));
    }

    /** Returns what was told by the end of two jobs, of which the second is asked for while the first runs. */
    private List<String> events(Aim first, Aim second) throws Exception {
        ask(first, "first");
        assertTrue(waited(begun, 60_000));
        ask(second, "second");
        waited(new CountDownLatch(1), 50); // a job that is stopped has the time to notice
        enough.countDown();
        for (int i = 0; i < 6000 && jobs.busy(); i++) waited(new CountDownLatch(1), 10);
        assertFalse(jobs.busy());
        return List.copyOf(events);
    }

    /** A model that is looked through, once, is no silence. */
    @Test
    void whatIsDoneBeforeTheFirstStepIsTold() throws Exception {
        SwingUtilities.invokeAndWait(() -> jobs.run(
                Aim.RESULT,
                progress -> {
                    Doing.tell("Looking at all numbers");
                    return "one";
                },
                done -> events.add(done + " done")));
        for (int i = 0; i < 6000 && jobs.busy(); i++) waited(new CountDownLatch(1), 10);
        Doing.tell("nobody listens any more");
        SwingUtilities.invokeAndWait(() -> {});
        assertEquals(List.of("one done"), events);
        assertEquals(List.of("Looking at all numbers"), running);
    }

    @Test
    void aNewEditStopsTheOneBefore() throws Exception {
        assertEquals(List.of("first stopped", "second done"), events(Aim.RESULT, Aim.RESULT));
    }

    @Test
    void aNewEditStopsASweep() throws Exception {
        assertEquals(List.of("first stopped", "second done"), events(Aim.STACK, Aim.RESULT));
    }

    @Test
    void aSweepLetsTheResultBeforeItComeToItsEnd() throws Exception {
        assertEquals(List.of("first done", "second done"), events(Aim.RESULT, Aim.STACK));
    }

    @Test
    void aNewSweepStopsTheOneBefore() throws Exception {
        assertEquals(List.of("first stopped", "second done"), events(Aim.STACK, Aim.STACK));
    }

    @Test
    void whatRunsIsKnownByItsAim() throws Exception {
        ask(Aim.STACK, "first");
        assertTrue(waited(begun, 60_000));
        assertTrue(jobs.runs(Aim.STACK));
        assertFalse(jobs.runs(Aim.RESULT));
        SwingUtilities.invokeAndWait(jobs::stop);
        assertFalse(jobs.runs(Aim.STACK));
    }
}
