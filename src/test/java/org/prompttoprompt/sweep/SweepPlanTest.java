package org.prompttoprompt.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.sweep.SweepPlan.Row;
import org.prompttoprompt.text.Alignment;

/** Which variants share a row, worked by hand for four evaluations. */
class SweepPlanTest {
    private static Variant until(int end) {
        return of(0, end);
    }

    private static Variant of(int target, int end) {
        Edit replaced = new During(new Span(0, end), new Replace(Alignment.identity(3)));
        return new Variant(target, replaced, Edit.NONE, 0, Optional.empty(), Optional.empty());
    }

    /** The one that never injects parts from the others at once, those that end after 2 and 4 evaluations at evaluation 2. */
    private final SweepPlan plan = SweepPlan.of(List.of(until(0), until(2), until(4)), 4);

    @Test
    void rowsPartWhereTheirEditsDo() {
        List<Row> early = List.of(new Row(0, List.of(0)), new Row(0, List.of(1, 2)));
        List<Row> before = List.of(new Row(0, List.of(0)), new Row(1, List.of(1, 2)));
        List<Row> parted = List.of(new Row(0, List.of(0)), new Row(1, List.of(1)), new Row(1, List.of(2)));
        List<Row> last = List.of(new Row(0, List.of(0)), new Row(1, List.of(1)), new Row(2, List.of(2)));
        assertEquals(List.of(early, before, parted, last), plan.steps());
        assertEquals(List.of(until(0), until(2)), plan.leads(0));
        assertEquals(List.of(until(0), until(2), until(4)), plan.leads(2));
    }

    @Test
    void theCostCountsTheSourceAndBothHalves() {
        assertEquals(List.of(6, 8), List.of(plan.rows(0), plan.rows(2)));
        assertEquals(6 + 6 + 8 + 8, plan.cost());
        assertEquals(3 * 4 * 4, plan.naiveCost());
        assertEquals(4, plan.widest());
    }

    @Test
    void everyVariantEndsInItsRow() {
        assertEquals(List.of(1, 2, 3), List.of(plan.lastRow(0), plan.lastRow(1), plan.lastRow(2)));
        assertThrows(IllegalArgumentException.class, () -> plan.lastRow(3));
        SweepPlan twins = SweepPlan.of(List.of(until(0), until(4), until(0), of(1, 4)), 4);
        assertEquals(
                List.of(1, 2, 1, 3), List.of(twins.lastRow(0), twins.lastRow(1), twins.lastRow(2), twins.lastRow(3)));
    }

    @Test
    void aSourceAloneHasNoOtherRow() {
        SweepPlan alone = SweepPlan.of(List.of(), 4);
        assertEquals(List.of(List.of(), List.of(), List.of(), List.of()), alone.steps());
        assertEquals(List.of(8L, 8L), List.of(alone.cost(), alone.naiveCost()));
        assertEquals(1, alone.widest());
    }
}
