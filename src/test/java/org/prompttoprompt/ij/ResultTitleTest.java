package org.prompttoprompt.ij;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

class ResultTitleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SWAP | a red ball | a blue ball | a red ball -> a blue ball",
                "SWAP | a cat riding on a bicycle | a cat riding on a car | bicycle -> car, a cat riding on a bicycle",
                "SWAP | a red ball on the wet grass | a big cube on the dry grass | red ball -> big cube, wet -> dry, a red ball"
                        + " on the wet grass",
                "PHRASE | castle next to a river | children drawing of a castle next to a river | + children drawing of a,"
                        + " castle next to a river",
                "PHRASE | a very blue ball on the grass | a ball on the grass | - very blue, a very blue ball on the grass",
                "PHRASE | a red ball on the [wet] grass | a ball \"beside\" the sea | red ball on the wet grass -> ball beside"
                        + " the sea, a red ball on the wet grass",
            })
    void aLongTitleBeginsWithTheChange(Task task, String source, String target, String title) {
        assertEquals(
                title,
                ResultTitle.of(EditRequest.of(task).with("prompt", source).with("target", target)));
    }

    @Test
    void wordsThatAreWeighedStandInFront() {
        EditRequest blossom = EditRequest.of(Task.REWEIGHT).with("words", "fluffy");
        assertEquals("a red ball, fluffy times c", ResultTitle.of(blossom.with("prompt", "a red ball")));
        assertEquals(
                "fluffy times c, a fluffy red ball on the dry grass",
                ResultTitle.of(blossom.with("prompt", "a fluffy red ball on the dry grass")));
        assertEquals(
                "a fluffy red ball on the dry grass at night",
                ResultTitle.of(
                        EditRequest.of(Task.GENERATE).with("prompt", "a fluffy red ball on the dry grass at night")));
    }

    /** As where a selection is filled. */
    @Test
    void aFactorOf1WeighsNothing() {
        EditRequest filled =
                EditRequest.of(Task.EDIT).with("prompt", "a yellow star").with("words", "yellow");
        assertEquals("a yellow star", ResultTitle.of(filled));
        assertEquals("a yellow star, yellow 2 times c", ResultTitle.of(filled.with("words", "yellow 2")));
        assertEquals("a yellow star, yellow times c", ResultTitle.of(filled.with("weight", "2")));
    }

    /** What was stopped before its first edit is no edit. */
    @Test
    void aSourceAloneIsCalledByItsPrompt() {
        EditRequest swap = EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("steps", 1);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            EditResult stopped = p2p.run(swap, (done, total, message) -> !message.startsWith("Decoding 2"));
            assertEquals(1, stopped.frames().size());
            assertEquals("a red ball", Stacks.of(stopped).getTitle());
            assertEquals(
                    "a red ball -> a blue ball",
                    Stacks.of(p2p.run(swap, Progress.NONE)).getTitle());
        }
    }
}
