package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** Fine maps of an edit whose source is known from the edit before are those of one that draws it. */
class FineAgainTest {
    @Test
    void aKeptSourceHasTheSameMaps() {
        EditRequest red = EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball on the grass")
                .with("target", "a blue ball on the grass")
                .with("steps", 4)
                .with("tau", "0.5");
        EditResult drawn;
        EditResult kept;
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            drawn = p2p.editFine(red, EditInput.NONE, Progress.NONE);
            kept = p2p.editFine(red, EditInput.NONE, Progress.NONE);
        }
        assertEquals(2, drawn.attention().size());
        assertTrue(kept.cost().rows() < drawn.cost().rows(), "the source was drawn again");
        for (int image = 0; image < 2; image++) {
            for (int word = 0; word < 6; word++) {
                float[] heat = drawn.attention().get(image).heat(0, word);
                assertEquals(128 * 128, heat.length);
                // An image may differ by a level in a pixel, and so do the edges that guide the filter.
                assertArrayEquals(heat, kept.attention().get(image).heat(0, word), 0.005f, image + ", " + word);
            }
        }
    }
}
