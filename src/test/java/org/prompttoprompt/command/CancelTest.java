package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import java.awt.event.KeyEvent;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.task.Task;
import org.scijava.task.event.TaskEvent;

/** A running command tells how it goes on, and stops within a step; finished images are kept. */
class CancelTest {
    private static final int SEEDS = 40;

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final AtomicInteger stops = new AtomicInteger();

    /** Runs a sweep of seeds, which {@code stop} ends when the third seed has begun. */
    private ImagePlus stopped(Consumer<Task> stop) throws Exception {
        try (Context context = new Context()) {
            Object listener = new Object() {
                @EventHandler
                void onEvent(TaskEvent event) {
                    String message = event.getTask().getStatusMessage();
                    if (message == null) return;
                    messages.add(message);
                    if (message.contains("seed 3") && stops.getAndIncrement() == 0) stop.accept(event.getTask());
                }
            };
            var subscription = context.service(EventService.class).subscribe(listener);
            CommandModule module = context.service(CommandService.class)
                    .run(Generate.class, true, "prompt", "a red ball", "seed", "1:1:" + SEEDS, "steps", 4)
                    .get();
            context.service(EventService.class).unsubscribe(subscription);
            return (ImagePlus) module.getOutput("image");
        }
    }

    @Test
    void theTasksCancelButtonStopsIt() throws Exception {
        ImagePlus image = stopped(task -> task.cancel("enough"));
        assertTrue(image.getStackSize() >= 2 && image.getStackSize() < 5, image.getStackSize() + " images");
        assertEquals("seed=1", image.getStack().getSliceLabel(1));
        assertTrue(
                messages.stream().anyMatch(m -> m.matches("Step 2 of 4, seed 1, \\d+:\\d\\d left.*")),
                messages.toString());
    }

    @Test
    void escapeStopsIt() throws Exception {
        ImagePlus image = stopped(task -> IJ.setKeyDown(KeyEvent.VK_ESCAPE));
        IJ.resetEscape();
        assertTrue(image.getStackSize() >= 2 && image.getStackSize() < 5, image.getStackSize() + " images");
    }

    @Test
    void whoWaitsIsToldSoAndMayLeave() throws Exception {
        try (Context context = new Context()) {
            P2PService p2p = context.service(P2PService.class);
            EditRequest request =
                    EditRequest.of(org.prompttoprompt.request.Task.GENERATE).with("prompt", "a red ball");
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch left = new CountDownLatch(1);
            Thread first = new Thread(() -> p2p.run(request.with("steps", 4), (done, total, message) -> {
                running.countDown();
                return waited(left);
            }));
            first.start();
            assertTrue(waited(running));
            assertThrows(
                    CancellationException.class,
                    () -> p2p.run(request, (done, total, message) -> {
                        messages.add(message);
                        return false;
                    }));
            left.countDown();
            first.join();
            assertEquals(1, messages.size(), messages.toString());
            String message = messages.get(0);
            assertTrue(message.matches("Waiting for 'Generate' of 'a red ball', which began 0:\\d\\d ago"), message);
        }
    }

    private static boolean waited(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
