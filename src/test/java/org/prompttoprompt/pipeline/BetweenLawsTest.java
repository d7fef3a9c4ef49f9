package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** Laws of what lies between two prompts: mixed texts, and windows that end within a step. */
class BetweenLawsTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();
    private static final String RED = "a red ball on the grass";
    private static final EditRequest FREE = EditRequest.of(Task.SWAP)
            .with("prompt", RED)
            .with("target", "a blue cube on the beach")
            .with("steps", 4)
            .with("tau", 0)
            .with("selfattention", 0);
    private static final EditRequest LONGER = EditRequest.of(Task.PHRASE)
            .with("prompt", "a ball on the grass")
            .with("target", "a red striped ball on the beach")
            .with("steps", 4)
            .with("tau", 0)
            .with("selfattention", 0);

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static List<int[]> pixels(EditRequest request) {
        return P2P.run(request, Progress.NONE).frames().stream()
                .map(frame -> frame.image().update(null).getCurrentStorageArray())
                .toList();
    }

    private static double apart(int[] a, int[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += Math.abs((a[i] >> 8 & 255) - (b[i] >> 8 & 255));
        return sum / a.length;
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "slerp"})
    void noneOfTheEditedTextIsTheSourceAndAllOfItTheTarget(String mixing) {
        for (EditRequest request : List.of(FREE, LONGER)) {
            List<int[]> mixed = pixels(request.with("mix", "0, 0.5, 1").with("mixing", mixing));
            assertArrayEquals(mixed.get(0), mixed.get(1), "the source, to the bit");
            assertArrayEquals(pixels(request).get(1), mixed.get(3), "the target, to the bit");
            assertTrue(apart(mixed.get(0), mixed.get(2)) > 1 && apart(mixed.get(2), mixed.get(3)) > 1, "between");
        }
    }

    /** Whatever is kept of it, the source's text under the source's maps draws the source. */
    @Test
    void theSourcesTextDrawsTheSourceUnderItsMaps() {
        List<int[]> kept = pixels(LONGER.with("mix", "0")
                .with("tau", "0.3, 1")
                .with("soft", "yes")
                .with("selfattention", 1));
        for (int i = 1; i < 3; i++) {
            int[] edited = kept.get(i);
            int[] source = kept.get(0);
            for (int p = 0; p < source.length; p++)
                for (int shift = 0; shift < 24; shift += 8)
                    assertEquals(source[p] >> shift & 255, edited[p] >> shift & 255, 1);
        }
    }

    @Test
    void softWindowsOfWholeStepsAreWindows() {
        EditRequest swap =
                FREE.with("tau", "0, 0.25, 0.5, 1").with("selfattention", 0.5).with("scheduler", "PNDM");
        List<int[]> hard = pixels(swap);
        List<int[]> soft = pixels(swap.with("soft", "yes"));
        for (int i = 0; i < hard.size(); i++) assertArrayEquals(hard.get(i), soft.get(i));
    }

    /** Of four steps whole ones make five images; the images between two of them lie between. */
    @Test
    void valuesBetweenStepsMakeImagesBetween() {
        EditRequest swap = FREE.with("tau", "0.5, 0.55, 0.6, 0.65, 0.7, 0.75");
        List<int[]> hard = pixels(swap);
        assertEquals(
                2, hard.subList(1, 7).stream().map(Arrays::hashCode).distinct().count());
        List<int[]> soft = pixels(swap.with("soft", "yes"));
        assertEquals(
                6, soft.subList(1, 7).stream().map(Arrays::hashCode).distinct().count());
        double whole = apart(soft.get(1), soft.get(6));
        for (int i = 1; i < 6; i++)
            assertTrue(apart(soft.get(i), soft.get(i + 1)) < .7 * whole, "step " + i + " is a jump");
    }

    @Test
    void whatCannotBeMixedIsRefused() {
        for (EditRequest wrong : List.of(
                FREE.with("mix", "1.5"),
                FREE.with("mix", "-0.1"),
                FREE.with("mixing", "cubic"),
                FREE.with("soft", "maybe"),
                FREE.with("soft", "yes").with("windows", "blue 0.5")))
            assertThrows(Refusal.class, () -> P2P.run(wrong, Progress.NONE));
        assertThrows(Refusal.class, () -> EditRequest.of(Task.REWEIGHT).with("mix", "0.5"));
    }
}
