package org.prompttoprompt.command.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.pipeline.EditRequest;
import org.prompttoprompt.pipeline.Option;
import org.prompttoprompt.pipeline.Task;

/** Which of the paper's edits a change of the words is. */
class StudioStateTest {
    private static final StudioState CAT = StudioState.of(
            EditRequest.of(Task.GENERATE).with("prompt", "a cat and a ball").with("seed", 7));

    private static StudioState typed(StudioState state, int word, String text) {
        return state.with(word, state.words().get(word).withText(text));
    }

    private static StudioState weighed(StudioState state, int word, double c) {
        return state.with(word, state.words().get(word).withWeight(c));
    }

    @Test
    void nothingChangedIsTheSource() {
        assertEquals(CAT.source(), CAT.request());
        assertEquals(Task.GENERATE, CAT.withTau(0.3).request().task());
        assertEquals("7:1:14", CAT.sweep(-1).get(Option.SEED));
    }

    @Test
    void aWordTypedOverIsASwap() {
        EditRequest request = typed(CAT, 1, " dog ").withTau(0.35).request();
        assertEquals(Task.SWAP, request.task());
        assertEquals("a dog and a ball", request.get(Option.TARGET));
        assertEquals("0.35", request.get(Option.TAU));
        assertEquals("7", request.get(Option.SEED));
        assertEquals("0:0.1:1", typed(CAT, 1, "dog").sweep(1).get(Option.TAU));
        assertEquals(CAT.request(), typed(typed(CAT, 1, "dog"), 1, "cat").request());
    }

    @Test
    void moreOrFewerWordsAreAPhrase() {
        assertEquals("a big cat and a ball", typed(CAT, 1, "big cat").request().get(Option.TARGET));
        assertEquals(Task.PHRASE, typed(CAT, 1, "big cat").request().task());
        EditRequest added = CAT.withAdded(5, "at  night").request();
        assertEquals(Task.PHRASE, added.task());
        assertEquals("a cat and a ball at night", added.get(Option.TARGET));
        assertEquals("photo of a cat and a ball", CAT.withAdded(0, "photo of").target());
        assertEquals("a and a ball", typed(CAT, 1, "").target());
    }

    @Test
    void anAddedWordTakenAwayIsGone() {
        StudioState added = CAT.withAdded(5, "night");
        assertEquals(CAT, typed(added, 5, ""));
    }

    @Test
    void aSliderIsAReWeighting() {
        EditRequest request = weighed(CAT, 4, -1).request();
        assertEquals(Task.REWEIGHT, request.task());
        assertEquals("ball -1", request.get(Option.WORDS));
        assertEquals("1", request.get(Option.WEIGHT));
        EditRequest sweep = weighed(weighed(CAT, 4, -1), 1, 1.5).sweep(4);
        assertEquals("cat 1.5, ball", sweep.get(Option.WORDS));
        assertEquals("-2:0.5:2", sweep.get(Option.WEIGHT));
        assertEquals(
                "cat, ball -1", weighed(weighed(CAT, 4, -1), 1, 1.5).sweep(0).get(Option.WORDS));
    }

    @Test
    void equalWordsAreTold() {
        StudioState two = StudioState.of(EditRequest.of(Task.GENERATE).with("prompt", "a ball, and a Ball"));
        assertEquals("ball#2 2", weighed(two, 4, 2).request().get(Option.WORDS));
        assertEquals("ball#1 2", weighed(two, 1, 2).request().get(Option.WORDS));
        assertEquals(Optional.of("ball"), two.nameInMaps(1));
        assertEquals(Optional.of("ball#2"), two.nameInMaps(4));
    }

    @Test
    void aSwapMayWeighToo() {
        EditRequest request = weighed(typed(CAT, 1, "dog"), 1, 2).request();
        assertEquals(Task.SWAP, request.task());
        assertEquals("dog 2", request.get(Option.WORDS));
    }

    @Test
    void aRecipeComesBack() {
        List<StudioState> states = List.of(
                CAT,
                typed(CAT, 1, "dog").withTau(0.4),
                CAT.withAdded(5, "at night"),
                weighed(CAT, 4, -1),
                weighed(typed(CAT, 1, "dog"), 1, 2));
        for (StudioState state : states) assertEquals(state, StudioState.of(state.request()));
        EditRequest sweep = CAT.sweep(-1);
        assertEquals(CAT, StudioState.of(sweep));
        assertEquals(0.8, StudioState.of(typed(CAT, 1, "dog").sweep(-1)).tau());
    }

    @Test
    void anotherSeedKeepsTheEditAndAnotherPromptDoesNot() {
        StudioState edited = typed(CAT, 1, "dog");
        StudioState reseeded = edited.withSource(CAT.source().with("seed", 8));
        assertEquals("a dog and a ball", reseeded.target());
        assertEquals("8", reseeded.request().get(Option.SEED));
        StudioState other = edited.withSource(CAT.source().with("prompt", "a star"));
        assertEquals("a star", other.target());
    }

    @Test
    void historyGoesBackAndForward() {
        StudioHistory history = new StudioHistory();
        assertFalse(history.undo());
        for (int i = 0; i < 3; i++) history.add(new StudioEntry(CAT.withTau(i / 2.0), null));
        assertTrue(history.undo());
        assertEquals(1, history.current());
        history.go(0);
        assertFalse(history.canRedo());
        assertTrue(history.undo());
        assertEquals(1, history.current());
        assertTrue(history.redo());
        assertEquals(0, history.current());
        assertEquals(3, history.entries().size());
    }
}
