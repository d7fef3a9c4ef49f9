package org.prompttoprompt.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.pipeline.Cost;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.MapSummary;
import org.prompttoprompt.pipeline.Provenance;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** What the status row says after an edit. */
class StatusTextsTest {
    private static String done(long rows, long oneByOne) {
        EditRequest swap = EditRequest.of(Task.SWAP);
        Cost cost = new Cost(rows, oneByOne);
        return StatusTexts.done(
                new EditResult(
                        swap,
                        new Provenance("mini", "abc123", "1", "2", "3", "cpu", 2, "float32", ""),
                        List.of(),
                        List.of(),
                        "",
                        cost,
                        false,
                        MapSummary.NONE,
                        List.of(),
                        java.util.Optional.empty()),
                1.23);
    }

    @Test
    void whatWasSavedIsToldInWords() {
        assertEquals("Done in 1.2 s.", done(60, 60));
        assertEquals("Done in 1.2 s. The source was known: half of the work was saved.", done(60, 120));
        assertEquals("Done in 1.2 s. The source was known: 25 % of the work was saved.", done(90, 120));
    }
}
