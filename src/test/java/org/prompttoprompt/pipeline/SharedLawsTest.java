package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** What must hold of the source's keys and values, and of a shared style, whatever the model draws. */
class SharedLawsTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static EditRequest swap(String target) {
        return EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball on the grass")
                .with("target", target)
                .with("tau", "0")
                .with("selfattention", "0")
                .with("steps", 4);
    }

    private static EditResult run(EditRequest request) {
        return P2P.run(request, Progress.NONE);
    }

    private static boolean equal(Frame a, Frame b) {
        return Arrays.equals(
                a.image().update(null).getCurrentStorageArray(),
                b.image().update(null).getCurrentStorageArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys", "style"})
    void anEmptyWindowIsThePlainRunAndTheSourceIsNeverChanged(String key) {
        List<Frame> plain = run(swap("a blue cube on the grass")).frames();
        EditResult sweep = run(swap("a blue cube on the grass").with(key, "0, 0.5-1, 1"));
        List<Frame> frames = sweep.frames();
        assertEquals(4, frames.size());
        LawsTest.same(plain.get(0), frames.get(0));
        LawsTest.same(plain.get(1), frames.get(1));
        assertFalse(equal(frames.get(1), frames.get(2)), key + " did nothing");
        assertFalse(equal(frames.get(2), frames.get(3)), key + " knows no window");
        LawsTest.same(
                run(swap("a blue cube on the grass").with(key, "1")).frames().get(1), frames.get(3));
    }

    /** From one noise and one prompt the target's own keys and values are the source's; its queries have the same mean and spread. */
    @ParameterizedTest
    @ValueSource(strings = {"keys", "style"})
    void aTargetThatIsTheSourceStaysIt(String key) {
        List<Frame> frames = run(swap("a red ball on the grass").with(key, "1")).frames();
        LawsTest.same(frames.get(0), frames.get(1));
    }

    @Test
    void whereStyleIsSharedNoMapOfSelfAttentionIsReplaced() {
        EditRequest style = swap("a blue cube on the grass").with("style", "1");
        LawsTest.same(
                run(style).frames().get(1),
                run(style.with("selfattention", "1")).frames().get(1));
        assertTrue(run(style).report().contains("as planned"));
    }

    @Test
    void allGoTogether() {
        EditResult all = run(swap("a blue cube on the grass")
                .with("tau", "0.5")
                .with("selfattention", "0.25")
                .with("injection", "0.25")
                .with("queries", "0.25")
                .with("keys", "0.5-1")
                .with("style", "0.25-0.75")
                .with("blend", "ball")
                .with("detail", "fine"));
        assertTrue(all.report().contains("as planned"), all.report());
    }

    @Test
    void withoutGuidanceThereIsOneHalf() {
        EditRequest request = swap("a blue cube on the grass")
                .with("guidance", 1)
                .with("style", "1")
                .with("keys", "0.5");
        assertTrue(run(request).report().contains("as planned"));
    }
}
