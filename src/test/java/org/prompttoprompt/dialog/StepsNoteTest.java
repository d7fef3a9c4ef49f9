package org.prompttoprompt.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The note below tau follows what is typed. */
class StepsNoteTest {
    @Test
    void theNoteFollowsTauAndSteps() {
        int[] resized = {0};
        TextInput tau = new TextInput(8);
        TextInput steps = new TextInput(8);
        StepsNote note = new StepsNote(Map.of("tau", tau, "steps", steps), () -> resized[0]++);
        assertFalse(note.label().isVisible());
        steps.setText("50");
        tau.setText("0.8");
        assertFalse(note.label().isVisible(), "with many steps a share says enough");
        steps.setText("4");
        assertTrue(note.label().isVisible());
        assertEquals(1, resized[0], "the window grows by a line");
        assertEquals("tau 0.8 is 3 of 4 steps", note.label().getText());
        tau.setText("0:0.5:1");
        assertEquals(
                "of 4 steps these 3 taus are 0, 2, 4: 3 different images",
                note.label().getText());
        tau.setText("0:0.5:");
        assertFalse(note.label().isVisible(), "while it is being written");
        tau.setText("0.2");
        steps.setText("x");
        assertFalse(note.label().isVisible());
    }
}
