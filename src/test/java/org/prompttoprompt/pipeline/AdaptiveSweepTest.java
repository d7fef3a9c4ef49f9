package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** A sweep that chooses its own values: on a curve with a jump, worked by hand, and on the embedded model. */
class AdaptiveSweepTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();

    @AfterAll
    static void close() {
        P2P.close();
    }

    /** Images are numbers that rise steeply between 0.3 and 0.4, and are flat elsewhere. */
    private static double look(double value) {
        return Math.min(1, Math.max(0, (value - .3) * 10));
    }

    private static List<Double> chosen(double resolution, int count, List<Double> drawn) {
        return new AdaptiveValues(resolution)
                .of(
                        0,
                        1,
                        count,
                        2 * count,
                        values -> {
                            drawn.addAll(values);
                            return values.stream().map(AdaptiveSweepTest::look).toList();
                        },
                        (a, b) -> Math.abs(a - b));
    }

    private static double widest(List<Double> values) {
        double widest = 0;
        for (int i = 1; i < values.size(); i++)
            widest = Math.max(widest, look(values.get(i)) - look(values.get(i - 1)));
        return widest;
    }

    /** Of 6 even values the step 0.2 to 0.4 holds the whole change; of 6 that are free four may share it. */
    @Test
    void valuesGatherWhereTheImagesChange() {
        List<Double> drawn = new ArrayList<>();
        List<Double> values = chosen(0, 6, drawn);
        assertEquals(6, values.size());
        assertEquals(0, values.get(0));
        assertEquals(1, values.get(5));
        assertEquals(
                drawn.stream().sorted().toList(),
                drawn.stream().distinct().sorted().toList(),
                "drawn twice");
        assertEquals(12, drawn.size());
        assertEquals(1, widest(new AdaptiveValues(0).even(0, 1, 6)), 1e-9);
        assertTrue(widest(values) <= .5, values + " have a step of " + widest(values));
    }

    /** A jump in the middle, which no value divides: the other four steps share what is left of 1 alike, as far as there are images. */
    @Test
    void whatIsBesideAJumpIsEven() {
        List<Double> values = new AdaptiveValues(0)
                .of(
                        0,
                        1,
                        6,
                        24,
                        all -> all.stream().map(x -> x < .5 ? x : x + 5).toList(),
                        (a, b) -> Math.abs(a - b));
        assertEquals(6, values.size());
        for (int i = 1; i < 6; i++) {
            double step = values.get(i) - values.get(i - 1);
            boolean jump = values.get(i - 1) < .5 && values.get(i) >= .5;
            if (!jump) assertEquals(.25, step, .08, values + "");
        }
    }

    /** However many may be drawn, eight rounds after the first are enough. */
    @Test
    void roundsAreFew() {
        int[] rounds = {0};
        List<Double> drawn = new ArrayList<>();
        new AdaptiveValues(0)
                .of(
                        0,
                        1,
                        10,
                        120,
                        values -> {
                            rounds[0]++;
                            drawn.addAll(values);
                            return values.stream().map(AdaptiveSweepTest::look).toList();
                        },
                        (a, b) -> Math.abs(a - b));
        assertTrue(rounds[0] <= 1 + AdaptiveValues.ROUNDS, rounds[0] + " rounds");
        assertTrue(drawn.size() <= 120, drawn.size() + " drawn");
    }

    /** Of ten steps there are eleven images. */
    @Test
    void valuesThatMakeOneImageAreChosenOnce() {
        assertEquals(List.of(0.0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1.0), chosen(.1, 40, new ArrayList<>()));
        List<Double> five = chosen(.1, 5, new ArrayList<>());
        assertEquals(5, five.size());
        for (double value : five) assertEquals(value, Math.round(value * 10) / 10.0);
    }

    @Test
    void neighboursDifferNoMoreThanThoseOfEvenValues() {
        EditRequest request = EditRequest.of(Task.REWEIGHT)
                .with("prompt", "a fluffy red ball")
                .with("words", "fluffy")
                .with("weight", "-4, 4")
                .with("steps", 4);
        List<Double> shares = new ArrayList<>();
        AdaptiveSweep sweep =
                AdaptiveSweep.of(P2P, request, 6, (done, total, message) -> shares.add(done / (double) total));
        assertEquals(shares.stream().sorted().toList(), shares, "the bar goes back");
        List<Double> values = sweep.request().numbers(Option.WEIGHT);
        assertEquals(6, values.size());
        assertEquals(-4, values.get(0));
        assertEquals(4, values.get(5));
        assertTrue(
                sweep.after().widest() <= sweep.before().widest(),
                sweep.after().widest() + " instead of " + sweep.before().widest());
        assertThrows(
                CancellationException.class, () -> AdaptiveSweep.of(P2P, request, 6, (done, total, message) -> false));
    }

    @Test
    void whatIsNoSweepOverOneNumberIsRefused() {
        EditRequest swap = EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("steps", 2);
        for (EditRequest wrong : List.of(
                swap.with("tau", "0.5"),
                swap.with("tau", "0, 1").with("injection", "0, 1"),
                swap.with("tau", "0.5").with("seed", "1, 2"),
                swap.with("tau", "0.2-0.8, 0.5"),
                EditRequest.of(Task.GENERATE).with("prompt", "a red ball"),
                EditRequest.of(Task.EDIT).with("prompt", "a red ball").with("target", "a blue ball"))) {
            assertThrows(Refusal.class, () -> AdaptiveSweep.of(P2P, wrong, 0, Progress.NONE));
        }
    }
}
