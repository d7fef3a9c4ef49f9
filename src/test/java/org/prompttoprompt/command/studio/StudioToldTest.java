package org.prompttoprompt.command.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.pipeline.EditRequest;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Task;

/** What the status row says after an edit. */
class StudioToldTest {
    private static String done(String report) {
        return StudioTold.done(
                new EditResult(EditRequest.of(Task.SWAP), "mini", "", List.of(), List.of(), report, false), 1.23);
    }

    @Test
    void whatWasSavedIsToldInWords() {
        assertEquals("Done in 1.2 s.", done("Cost: 60 network rows"));
        assertEquals("Done in 1.2 s.", done("Cost: 120 network rows instead of 120 one by one (1.00)"));
        assertEquals(
                "Done in 1.2 s. The source was known: half of the work was saved.",
                done("Cost: 60 network rows instead of 120 one by one (0.50)"));
        assertEquals(
                "Done in 1.2 s. The source was known: 25 % of the work was saved.",
                done("Cost: 90 network rows instead of 120 one by one (0.75)"));
    }
}
