package org.prompttoprompt.p2p;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.attention.Site.Place;
import org.prompttoprompt.text.Alignment;

/** What is done at which place and step. */
class VariantTest {
    private static final Edit REPLACE = new Replace(Alignment.identity(3));

    private static Variant variant(Optional<LocalBlend> blend) {
        return new Variant(
                0,
                new During(new Span(1, 3), REPLACE),
                new During(new Span(0, 2), new SelfReplace()),
                16,
                Optional.of(new FeatureInjection("conv", new Span(1, 2), List.of("a", "b"), new Span(1, 3))),
                blend);
    }

    private static LocalBlend blend(double threshold) {
        return new LocalBlend(new WordsMask(List.of(1), List.of(1), threshold, false), 2);
    }

    @Test
    void crossAttentionHasItsWindowAndSelfAttentionItsSize() {
        Variant variant = variant(Optional.empty());
        Site cross = new Site("c", Place.UP, true, 8, 8);
        assertEquals(
                List.of(Edit.NONE, REPLACE, REPLACE, Edit.NONE),
                List.of(
                        variant.edit(cross, 0),
                        variant.edit(cross, 1),
                        variant.edit(cross, 2),
                        variant.edit(cross, 3)));
        assertEquals(new SelfReplace(), variant.edit(new Site("s", Place.UP, false, 4, 4), 1));
        assertSame(Edit.NONE, variant.edit(new Site("s", Place.UP, false, 4, 4), 2));
        assertSame(Edit.NONE, variant.edit(new Site("s", Place.UP, false, 4, 5), 1));
    }

    /** In steps 1 and 2 the target's own maps are replaced unread; where one target reads its own, all are built. */
    @Test
    void mapsThatNoTargetReadsNeedNotBeBuilt() {
        Site cross = new Site("c", Place.UP, true, 8, 8);
        Variant reads =
                new Variant(1, new Refine(Alignment.identity(3)), Edit.NONE, 0, Optional.empty(), Optional.empty());
        int[] alone = new int[4];
        int[] beside = new int[4];
        for (int step = 0; step < 4; step++) {
            Variant swap = variant(Optional.empty());
            alone[step] = control(List.of(swap), step, true).rowsRead(cross, 2);
            beside[step] = control(List.of(swap, reads), step, true).rowsRead(cross, 3);
            assertEquals(1, control(List.of(swap), step, false).rowsRead(cross, 1));
        }
        assertArrayEquals(new int[] {2, 1, 1, 2}, alone);
        assertArrayEquals(new int[] {3, 3, 3, 3}, beside);
    }

    private static EditControl control(List<Variant> targets, int step, boolean sourceRow) {
        return new EditControl(targets, step, null, null, null, sourceRow, 0);
    }

    @Test
    void featuresAreInjectedInTheirWindows() {
        Variant variant = variant(Optional.empty());
        assertEquals(List.of(), variant.features(0));
        assertEquals(List.of("conv", "a.to_q", "a.to_k", "b.to_q", "b.to_k"), variant.features(1));
        assertEquals(List.of("a.to_q", "a.to_k", "b.to_q", "b.to_k"), variant.features(2));
    }

    @Test
    void variantsAgreeUntilTheirBlendsAct() {
        Variant low = variant(Optional.of(blend(.3)));
        Variant high = variant(Optional.of(blend(.6)));
        assertEquals(low.at(1), high.at(1));
        assertEquals(low.at(1), variant(Optional.empty()).at(1));
        assertNotEquals(low.at(2), high.at(2));
        assertEquals(low.at(2), variant(Optional.of(blend(.3))).at(2));
        assertNotEquals(low.at(0), low.at(1));
    }

    @Test
    void aSpanHasItsBeginningAndNotItsEnd() {
        assertTrue(new Span(2, 2).isEmpty());
        assertFalse(new Span(1, 2).isEmpty());
        assertEquals(
                List.of(false, true, false),
                List.of(new Span(1, 2).contains(0), new Span(1, 2).contains(1), new Span(1, 2).contains(2)));
    }

    @Test
    void wordWindowsOpenAndCloseColumns() {
        Edit edit = new WordWindows(REPLACE, List.of(new Span(0, 2), new Span(1, 3)));
        assertEquals(REPLACE, edit.at(1));
        assertEquals(new WordWindows.Columns(REPLACE, List.of(false, true)), edit.at(2));
        assertSame(Edit.NONE, edit.at(3));
        for (Edit needsStep : List.of(edit, new During(new Span(0, 1), REPLACE))) {
            assertThrows(IllegalStateException.class, () -> needsStep.apply(null, null));
        }
        assertSame(Edit.NONE, new Renormalise(new During(new Span(0, 1), REPLACE)).at(1));
        assertEquals(new Renormalise(REPLACE), new Renormalise(new During(new Span(0, 1), REPLACE)).at(0));
    }

    /** At 512 pixels those are 16 x 16; of 8 x 8 and 32 x 32, equally near, the finer ones. */
    @Test
    void aRegionIsReadInTheMapsNearestTo16() {
        Site small = new Site("a", Place.DOWN, true, 8, 8);
        Site large = new Site("b", Place.UP, true, 32, 32);
        assertEquals(1024, RegionMaps.of(List.of(small, large)).pixels());
        assertEquals(1024, RegionMaps.of(List.of(large, small)).pixels());
        assertEquals(
                64,
                RegionMaps.of(List.of(small, new Site("c", Place.UP, true, 64, 64)))
                        .pixels());
        assertEquals(
                64,
                RegionMaps.of(List.of(
                                small, new Site("m", Place.MID, true, 16, 16), new Site("s", Place.UP, false, 16, 16)))
                        .pixels());
        assertTrue(new RegionMaps(64, false).reads(small));
        assertFalse(new RegionMaps(256, false).reads(small));
        assertFalse(new RegionMaps(64, false).reads(new Site("m", Place.MID, true, 8, 8)));
        assertFalse(new RegionMaps(64, false).reads(new Site("s", Place.UP, false, 8, 8)));
    }
}
