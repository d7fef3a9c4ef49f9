package org.prompttoprompt.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.Doing;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.task.TaskService;
import org.scijava.task.event.TaskEvent;

class RunningTaskTest {
    private static final class Command implements Cancelable {
        @Override
        public boolean isCanceled() {
            return false;
        }

        @Override
        public void cancel(String reason) {}

        @Override
        public String getCancelReason() {
            return null;
        }
    }

    private final List<String> messages = new CopyOnWriteArrayList<>();

    private final Object listener = new Object() {
        @EventHandler
        void onEvent(TaskEvent event) {
            String message = event.getTask().getStatusMessage();
            if (message != null && !messages.contains(message)) messages.add(message);
        }
    };

    /** Returns what is told of a run of so many rows, of which the first two are done at once. */
    private List<String> told(long rows, boolean keeps) {
        try (Context context = new Context()) {
            var subscription = context.service(EventService.class).subscribe(listener);
            try (RunningTask running = new RunningTask(
                    "Run", context.service(StatusService.class), context.service(TaskService.class), new Command())) {
                if (keeps) running.keeping();
                running.goOn(0, rows, "Loading");
                Doing.tell("Encoding the prompts");
                running.goOn(1, rows, "Step 1");
                running.goOn(2, rows, "Step 2");
            }
            context.service(EventService.class).unsubscribe(subscription);
            return List.copyOf(messages);
        }
    }

    @Test
    void aRunOfSecondsTellsTheTimeAlone() {
        List<String> told = told(3, true);
        assertEquals(List.of("Run: starting", "Loading", "Encoding the prompts", "Step 1"), told.subList(0, 4));
        assertTrue(told.get(4).matches("Step 2, \\d:\\d\\d left"), told.toString());
    }

    @Test
    void aRunOfHoursTellsWhatEscapeDoes() {
        String message = told(1L << 50, true).get(4);
        assertTrue(
                message.matches("Step 2, about \\d+ h \\d\\d min left; Esc stops it and keeps finished images"),
                message);
    }

    @Test
    void whatKeepsNothingDoesNotPromiseIt() {
        String message = told(1L << 50, false).get(4);
        assertTrue(message.matches("Step 2, about \\d+ h \\d\\d min left; Esc stops it"), message);
    }
}
