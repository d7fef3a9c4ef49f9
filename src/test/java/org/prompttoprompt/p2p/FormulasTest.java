package org.prompttoprompt.p2p;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.Alignment.Column;

/** The edits on maps of two pixels and three tokens, worked by hand. */
class FormulasTest {
    private static final float[] M = {.7f, .2f, .1f, .1f, .6f, .3f};
    private static final float[] M_STAR = {.5f, .4f, .1f, .3f, .3f, .4f};
    private static final Span ALL = new Span(0, 10);
    private static final Alignment SAME = Alignment.identity(3);
    /** Token 0 keeps its map, token 1 is new, token 2 takes that of the source's token 1. */
    private static final Alignment PHRASE =
            new Alignment(List.of(new Column(List.of(0), 1), new Column(List.of(), 0), new Column(List.of(1), 1)), 3);

    private static void check(float[] expected, Edit edit) {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                NDArray m = manager.create(M, new Shape(1, 2, 3));
                NDArray mStar = manager.create(M_STAR, new Shape(1, 2, 3));
                assertArrayEquals(expected, edit.apply(m, mStar).toFloatArray(), 1e-6f);
                if (!edit.readsTarget())
                    assertArrayEquals(expected, edit.apply(m, null).toFloatArray(), 1e-6f);
                assertArrayEquals(M, m.toFloatArray());
                assertArrayEquals(M_STAR, mStar.toFloatArray());
            }
            return null;
        });
    }

    @Test
    void replaceTakesTheSourcesMap() {
        check(M, new Replace(SAME));
    }

    @Test
    void replaceSumsTwoTokensIntoOneAndSplitsOneIntoTwo() {
        Alignment a = new Alignment(
                List.of(new Column(List.of(0, 1), 1), new Column(List.of(2), .5f), new Column(List.of(2), .5f)), 3);
        check(new float[] {.9f, .05f, .05f, .7f, .15f, .15f}, new Replace(a));
    }

    /** A quarter of a step: a quarter of M and three quarters of M*; whole steps are those of {@link During}. */
    @Test
    void aWindowMayEndWithinAStep() {
        Edit edit = new Fading(List.of(1.0, .25), new Replace(SAME));
        check(new float[] {.55f, .35f, .1f, .25f, .375f, .375f}, edit.at(1));
        assertEquals(new Replace(SAME), edit.at(0));
        assertSame(Edit.NONE, edit.at(2));
        assertSame(Edit.NONE, new Fading(List.of(0.0), new Replace(SAME)).at(0));
        assertTrue(edit.at(1).readsTarget());
    }

    @Test
    void refineKeepsTheNewTokensOwnMap() {
        check(new float[] {.7f, .4f, .2f, .1f, .3f, .6f}, new Refine(PHRASE));
    }

    @Test
    void reweightScalesColumns() {
        check(new float[] {.7f, -.4f, .1f, .1f, -1.2f, .3f}, new Reweight(new Replace(SAME), List.of(1f, -2f, 1f)));
    }

    @Test
    void reweightScalesWhatItsInnerEditGives() {
        check(new float[] {.7f, .4f, .4f, .1f, .3f, 1.2f}, new Reweight(new Refine(PHRASE), List.of(1f, 1f, 2f)));
    }

    @Test
    void renormaliseDividesRowsByTheirSum() {
        check(new float[] {.7f / 1.3f, .4f / 1.3f, .2f / 1.3f, .1f, .3f, .6f}, new Renormalise(new Refine(PHRASE)));
    }

    @Test
    void onlyEditsOfTheSourcesMapAloneSaySo() {
        Edit replaced = new Reweight(new Renormalise(new Replace(SAME)), List.of(1f, -2f, 1f));
        assertFalse(replaced.readsTarget());
        assertFalse(new SelfReplace().readsTarget());
        assertTrue(Edit.NONE.readsTarget());
        assertTrue(new Renormalise(new Reweight(new Refine(PHRASE), List.of(1f, 1f, 2f))).readsTarget());
        assertTrue(new WordWindows(new Replace(SAME), List.of(ALL, new Span(0, 2), ALL))
                .at(5)
                .readsTarget());
    }

    @Test
    void duringIsTheEditInsideItsWindowOnly() {
        Edit edit = new During(new Span(0, 4), new Replace(SAME));
        assertEquals(new Replace(SAME), edit.at(3));
        assertSame(Edit.NONE, edit.at(4));
    }

    @Test
    void wordWindowsMixColumns() {
        Edit edit = new WordWindows(new Replace(SAME), List.of(ALL, new Span(0, 2), ALL));
        assertEquals(new Replace(SAME), edit.at(0));
        check(new float[] {.7f, .4f, .1f, .1f, .3f, .3f}, edit.at(5));
    }
}
