package org.prompttoprompt.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.request.Values;
import org.prompttoprompt.request.Window;
import org.prompttoprompt.text.Alignment;

class SweepTest {
    @Test
    void rangesAreExact() {
        assertEquals(List.of(0., .1, .2, .3, .4, .5, .6, .7, .8, .9, 1.), Values.numbers("tau", "0:0.1:1"));
        assertEquals(List.of(-2., -1., 0., 1., 2.), Values.numbers("weight", "-2:1:2"));
        assertEquals(List.of(1., .5, 0.), Values.numbers("tau", "1:-0.5:0"));
    }

    @Test
    void listsMayHoldRangesAndIntervals() {
        assertEquals(
                List.of(Window.NEVER, Window.of(.2, .8), Window.first(.5), Window.ALWAYS),
                Values.windows("tau", "0, 0.2-0.8, 0.5:0.5:1"));
    }

    @Test
    void seedsHave64Bits() {
        assertEquals(List.of(Long.MAX_VALUE, -1L), Values.seeds("seed", "9223372036854775807, -1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "0.1,", "0:1", "0:0:1", "0:-1:1", "1:1:0", "NaN", "0:1e-9:1", "0:1:2:3"})
    void othersAreRefusedByNameAndCure(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Values.numbers("weight", text))
                .getMessage();
        assertTrue(message.startsWith("weight=" + text) && message.contains("0:0.1:1"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "-0.1", "0.8-0.2", "x-1"})
    void windowsStayInTheCourse(String text) {
        assertThrows(IllegalArgumentException.class, () -> Values.windows("tau", text));
    }

    /** tau = 0 goes its own way at once, and one more every five steps; rows that have parted never meet again. */
    @Test
    void elevenTausCostAThirdOfElevenEdits() {
        List<Variant> taus = IntStream.rangeClosed(0, 10)
                .mapToObj(i -> new Variant(
                        0,
                        new During(new Span(0, 5 * i), new Replace(Alignment.identity(3))),
                        Edit.NONE,
                        0,
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        SweepPlan plan = SweepPlan.of(taus, 50);
        assertEquals(2, plan.steps().get(0).size());
        assertEquals(3, plan.steps().get(5).size());
        assertEquals(11, plan.steps().get(49).size());
        assertEquals(2200, plan.naiveCost());
        assertTrue(plan.cost() <= 0.35 * plan.naiveCost(), "rows: " + plan.cost());
    }
}
