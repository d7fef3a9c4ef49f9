package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** An edit of a source that is known makes the image of a fresh one, for half of its rows; with guidance, but where it says so. */
@Tag("slow")
class KeptSourceTest {
    private static final int STEPS = 10;
    private final PromptToPrompt p2p = new PromptToPrompt();
    private long rows;

    @AfterEach
    void close() {
        p2p.close();
    }

    private static EditRequest swap() {
        return EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball on the grass")
                .with("target", "a blue ball on the grass")
                .with("guidance", 3)
                .with("steps", STEPS);
    }

    private static EditRequest source() {
        return swap().ofSource();
    }

    private EditResult edit(EditRequest request) {
        EditResult result = p2p.edit(request, (done, total, message) -> {
            assertTrue(done <= total, message);
            return true;
        });
        rows = result.cost().rows();
        return result;
    }

    private void same(EditRequest request, EditResult actual) {
        List<Frame> expected = p2p.run(request, Progress.NONE).frames();
        assertEquals(expected.size(), actual.frames().size());
        for (int i = 0; i < expected.size(); i++)
            LawsTest.same(expected.get(i), actual.frames().get(i));
    }

    @ParameterizedTest
    @CsvSource({
        "tau=0.3",
        "tau=1 words=blue weight=2",
        "tau=0.2-0.6",
        "tau=0.1:0.3:1",
        "blend=ball",
        "selfattention=1",
        "scheduler=pndm",
        "guidance=1"
    })
    void aReEditMakesTheSameImagesForHalfOfTheRows(String options) {
        EditRequest again = swap();
        EditRequest first = swap();
        for (String option : options.split(" ")) {
            String[] pair = option.split("=");
            again = again.with(pair[0], pair[1]);
            if (List.of("scheduler", "guidance").contains(pair[0])) first = first.with(pair[0], pair[1]);
        }
        edit(first);
        long fresh = rows;
        EditResult actual = edit(again);
        if (actual.frames().size() == 2) assertTrue(rows <= 0.6 * fresh, rows + " rows after " + fresh);
        same(again, actual);
    }

    @Test
    void anEditOfADrawnSourceCostsHalf() {
        edit(source());
        assertEquals(2 * STEPS, rows);
        edit(swap());
        assertEquals(2 * STEPS, rows);
        EditResult drawn = edit(source());
        assertEquals(0, rows);
        same(source(), drawn);
    }

    @Test
    void injectedFeaturesNeedTheSourceInBothHalves() {
        edit(swap());
        EditRequest injected = swap().with("injection", "0.5");
        EditResult actual = edit(injected);
        assertEquals(2 * STEPS + 2 * STEPS / 2, rows);
        same(injected, actual);
    }

    @Test
    void anotherSourceIsDrawnAnew() {
        edit(swap());
        for (EditRequest other : List.of(
                swap().with("seed", 7),
                swap().with("prompt", "a red cube on the grass").with("target", "a blue cube on the grass"),
                swap().with("guidance", 4),
                swap().with("negative", "snow"))) {
            EditResult actual = edit(other);
            assertEquals(4 * STEPS, rows);
            same(other, actual);
        }
    }

    @Test
    void aStoppedWalkIsNotTakenForAWholeOne() {
        p2p.edit(swap(), (done, total, message) -> done < total / 2);
        EditResult actual = edit(swap());
        assertEquals(4 * STEPS, rows);
        same(swap(), actual);
    }

    @Test
    void attentionOfAKnownSourceIsThatOfAFreshOne() {
        float[] fresh = p2p.attention(source(), false, 0, Progress.NONE).heat(0, 2);
        edit(swap());
        float[] known = p2p.attention(source(), false, 0, Progress.NONE).heat(0, 2);
        assertArrayEquals(fresh, known, 1e-4f);
    }

    @Test
    void attentionOfAnEditIsThatOfItsOwnWords() {
        EditRequest free = swap().with("tau", 0).with("selfattention", 0);
        AttentionMaps edited = p2p.edit(free, Progress.NONE).attention().get(1);
        assertEquals(List.of("a", "blue", "ball", "on", "the", "grass"), edited.words());
        AttentionMaps alone = p2p.attention(
                EditRequest.of(Task.GENERATE)
                        .with("prompt", "a blue ball on the grass")
                        .with("guidance", 3)
                        .with("steps", STEPS),
                false,
                0,
                Progress.NONE);
        assertArrayEquals(alone.heat(0, 2), edited.heat(0, 2), 1e-4f);
        LawsTest.same(alone.image(), edited.image());
        edit(swap());
        float[] known = p2p.edit(free, Progress.NONE).attention().get(1).heat(0, 2);
        assertArrayEquals(alone.heat(0, 2), known, 1e-4f);
    }

    @Test
    void everyImageOfASessionHasItsMaps() {
        EditResult sweep = p2p.edit(swap().with("tau", "0:0.5:1").with("blend", "ball"), Progress.NONE);
        assertEquals(
                sweep.frames(),
                sweep.attention().stream().map(AttentionMaps::image).toList());
        assertEquals(List.of(), p2p.run(swap(), Progress.NONE).attention());
        EditResult one = p2p.edit(swap().with("tau", 0.5).with("blend", "ball"), Progress.NONE);
        assertArrayEquals(
                sweep.attention().get(2).heat(0, 2), one.attention().get(1).heat(0, 2), 1e-4f);
    }

    @Test
    void oneSourceIsKeptAndMayBeForgotten() {
        edit(swap());
        long fresh = rows;
        edit(swap());
        assertEquals(fresh / 2, rows, "kept");
        int kept = p2p.openArrays();
        p2p.forgetSource();
        int before = p2p.openArrays();
        assertTrue(before < kept, before + " " + kept);
        edit(swap());
        assertEquals(fresh, rows, "forgotten");
        for (int seed = 1; seed < 4; seed++) edit(swap().with("seed", seed));
        p2p.forgetSource();
        assertEquals(before, p2p.openArrays());
        edit(swap());
        assertEquals(fresh, rows);
    }
}
