package org.prompttoprompt.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.p2p.Blend;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.FeatureInjection;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.SelfReplace;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.request.Speed;
import org.prompttoprompt.text.Alignment;

/** What each of eight evaluations leaves out, worked by hand: G guided or u not, S shallow, F frozen. */
class PaceTest {
    private static final int EVALUATIONS = 8;

    private static Variant edited(int from, int to) {
        Edit replaced = new During(new Span(from, to), new Replace(Alignment.identity(3)));
        return new Variant(0, replaced, Edit.NONE, 0, Optional.empty(), Optional.empty());
    }

    private static Variant selfEdited(int to) {
        return new Variant(
                0, Edit.NONE, new During(new Span(0, to), new SelfReplace()), 64, Optional.empty(), Optional.empty());
    }

    private static Variant blendedFrom5() {
        Blend blend = new Blend() {
            @Override
            public boolean actsAt(int step) {
                return step >= 5;
            }

            @Override
            public NDArray blend(NDArray latents, Map<Site, NDArray> sums, int row, int step) {
                return latents;
            }
        };
        return new Variant(0, edited(0, 4).cross(), Edit.NONE, 0, Optional.empty(), Optional.of(blend));
    }

    private static Pace pace(String speed, int first, boolean shown, Variant... variants) {
        SweepPlan plan = SweepPlan.of(List.of(variants), EVALUATIONS);
        return Pace.of(Speed.of(speed), plan, first, EVALUATIONS, step -> step, true, shown);
    }

    private static String text(Pace pace) {
        return text(pace, EVALUATIONS);
    }

    private static String text(Pace pace, int evaluations) {
        return IntStream.range(0, evaluations)
                .mapToObj(pace::at)
                .map(e -> (e.guided() ? "G" : "u") + (e.shallow() ? "S" : "") + (e.frozen() ? "F" : ""))
                .collect(Collectors.joining(" "));
    }

    @Test
    void exactIsEverythingInFull() {
        assertEquals("G G G G G G G G", text(pace("exact", 0, false, edited(0, 4))));
        assertTrue(pace("exact", 0, false).exact());
        assertFalse(pace("every 2", 0, false).exact());
        assertTrue(pace("every 2", 0, false, edited(0, 8)).exact(), "all is edited");
    }

    @Test
    void deepFeaturesServeSoManyEvaluations() {
        assertEquals("G GS G GS G GS G GS", text(pace("every 2", 0, false)));
        assertEquals("G GS GS G GS GS G GS", text(pace("every 3", 0, false)));
        assertEquals("G GS GS GS GS GS GS GS", text(pace("every 100", 0, false)));
    }

    @Test
    void whatIsEditedIsComputed() {
        assertEquals("G G G GS GS G GS GS", text(pace("every 3", 0, false, edited(0, 3))));
        assertEquals("G GS G G G GS GS G", text(pace("every 3", 0, false, edited(2, 5))));
        assertEquals("G G GS G GS G GS G", text(pace("every 2", 0, false, selfEdited(2))));
        assertEquals("u u u uSF uSF uF uSF uSF", text(pace("guided 0, every 3, frozen 0", 0, false, edited(0, 3))));
    }

    @Test
    void rowsThatForkAreComputed() {
        // The second variant parts from the first at evaluation 2, where the first one's edit ends: then it is edited
        // itself.
        assertEquals("G G G G GS GS GS GS", text(pace("every 9", 0, false, edited(0, 2), edited(0, 4))));
        // One row becomes two at evaluation 5, where nothing is edited any more.
        assertEquals("G G G G GS G GS GS", text(pace("every 9", 0, false, edited(0, 4), blendedFrom5())));
    }

    @Test
    void rowsWithoutThePromptHaveNoFeaturesWhereTheyWereNotRun() {
        assertEquals("u uS uS uS G GS GS GS", text(pace("guided 0.5-1, every 9", 0, false)));
        assertEquals("G GS GS GS uS uS uS uS", text(pace("guided 0.5, every 9", 0, false)));
    }

    @Test
    void crossAttentionIsFrozenWhereNothingIsGuided() {
        assertEquals("G G G G u u uF uF", text(pace("guided 0.5, frozen 0.75", 0, false)));
        assertEquals("G G G G uF uF uF uF", text(pace("guided 0.5, frozen 0.25", 0, false)));
    }

    @Test
    void whereThereIsNoGuidanceNothingWaitsForItsEnd() {
        SweepPlan plan = SweepPlan.of(List.of(), EVALUATIONS);
        Pace pace = Pace.of(Speed.of("frozen 0.5"), plan, 0, EVALUATIONS, step -> step, false, false);
        assertEquals("G G G G GF GF GF GF", text(pace));
        assertTrue(Pace.of(Speed.EXACT, plan, 0, EVALUATIONS, step -> step, false, false)
                .exact());
    }

    /** The example of {@code src/doc/speed.md}: ten steps, a swap with tau 0.5. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePagesExampleIsPlannedAsItTells(boolean guidance) {
        SweepPlan plan = SweepPlan.of(List.of(edited(0, 5)), 10);
        Pace pace = Pace.of(Speed.of("fast"), plan, 0, 10, step -> step, guidance, false);
        String expected = "G G G G G GS G uSF uF uSF";
        assertEquals(
                guidance ? expected : expected.replace('u', 'G'),
                text(pace, 10),
                "without guidance no row is left out");
    }

    private static Site self(String name, int side) {
        return new Site(name, Site.Place.UP, false, side, side);
    }

    private static List<String> downsampled(String speed, int edited, Variant... variants) {
        List<Site> sites = List.of(
                self("a.attn1", 64),
                new Site("a.attn2", Site.Place.UP, true, 64, 64),
                self("b.attn1", 32),
                self("c.attn1", 64),
                self("d.attn1", 16));
        SweepPlan plan = SweepPlan.of(List.of(variants), EVALUATIONS);
        Pace pace = Pace.of(Speed.of(speed), plan, 0, EVALUATIONS, step -> step, false, false)
                .downsampled(plan, sites, edited);
        assertEquals(!speed.contains("every") && pace.downsampled().isEmpty(), pace.exact());
        if (speed.contains("every")) assertEquals("G GS G GS G GS G GS", text(pace));
        return pace.downsampled();
    }

    /** Takes the queries and keys of layer c in the second evaluation. */
    private static Variant injected() {
        FeatureInjection injection = new FeatureInjection("conv", new Span(0, 0), List.of("c.attn1"), new Span(1, 2));
        return new Variant(0, Edit.NONE, Edit.NONE, 0, Optional.of(injection), Optional.empty());
    }

    @Test
    void theFinestSelfAttentionIsDownsampledWhereNoEditTouchesIt() {
        assertEquals(List.of("a.attn1", "c.attn1"), downsampled("downsample 2", 16 * 16));
        assertEquals(List.of("a.attn1", "c.attn1"), downsampled("downsample 3, every 2", 64 * 64 - 1));
        assertEquals(List.of("a.attn1", "c.attn1"), downsampled("downsample 2", 16 * 16, edited(0, 8)));
        assertEquals(List.of(), downsampled("downsample 2", 64 * 64), "its maps may be replaced");
        assertEquals(List.of("a.attn1"), downsampled("downsample 2", 0, edited(0, 2), injected()));
        assertEquals(List.of(), downsampled("downsample 1", 0));
        assertEquals(List.of(), downsampled("every 2", 0));
    }

    @Test
    void aWalkThatStartsLaterIsComputedThere() {
        assertEquals("G GS G GS", text(pace("every 2", 4, false)).substring(8));
    }

    @Test
    void whatIsShownIsComputedAndGuidedAsEver() {
        assertEquals("G G G G u u u u", text(pace("guided 0.5, every 2, frozen 0.5", 0, true)));
    }

    @Test
    void sharesOfStepsCountTheirEvaluations() {
        SweepPlan plan = SweepPlan.of(List.of(), EVALUATIONS);
        Pace twice = Pace.of(Speed.of("guided 0.5"), plan, 0, 4, step -> 2 * step, true, false);
        assertEquals("G G G G u u u u", text(twice));
        assertEquals(4, twice.count(0, Pace.Evaluation::guided));
        assertEquals(3, twice.count(1, Pace.Evaluation::guided));
    }
}
