package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Note;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** Of values of tau that are nearer together than the steps are, several make one image: who sweeps them is told. */
class AlikeValuesTest {
    private static List<String> notes(String tau) {
        EditRequest swap = EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("tau", tau)
                .with("steps", 2);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            return Note.in(p2p.run(swap, Progress.NONE).report());
        }
    }

    @Test
    void copiesAreTold() {
        assertEquals(
                List.of("Note: Of 5 edits of the sweep 3 are different, as there are 2 steps."), notes("0:0.25:1"));
        assertEquals(List.of(), notes("0, 0.5, 1"));
        assertEquals(List.of(), notes("0.5"));
    }
}
