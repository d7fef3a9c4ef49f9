package org.prompttoprompt.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.model.ModelDefaults;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.Window;
import org.prompttoprompt.request.WordName;
import org.prompttoprompt.text.Vocabulary;

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
        assertEquals("7:1:14", CAT.sweep(-1, StudioState.ALL_TAUS).get(Option.SEED));
    }

    @Test
    void aWordTypedOverIsASwap() {
        EditRequest request = typed(CAT, 1, " dog ").withTau(0.35).request();
        assertEquals(Task.SWAP, request.task());
        assertEquals("a dog and a ball", request.get(Option.TARGET));
        assertEquals("0.35", request.get(Option.TAU));
        assertEquals("7", request.get(Option.SEED));
        assertEquals(
                "0:0.1:1", typed(CAT, 1, "dog").sweep(1, StudioState.ALL_TAUS).get(Option.TAU));
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
        EditRequest sweep = weighed(weighed(CAT, 4, -1), 1, 1.5).sweep(4, StudioState.ALL_TAUS);
        assertEquals("cat 1.5, ball", sweep.get(Option.WORDS));
        assertEquals("-2:0.5:2", sweep.get(Option.WEIGHT));
        assertEquals(
                "cat, ball -1",
                weighed(weighed(CAT, 4, -1), 1, 1.5)
                        .sweep(0, StudioState.ALL_TAUS)
                        .get(Option.WORDS));
    }

    @Test
    void equalWordsAreTold() {
        StudioState two = StudioState.of(EditRequest.of(Task.GENERATE).with("prompt", "a ball, and a Ball"));
        assertEquals("ball#2 2", weighed(two, 4, 2).request().get(Option.WORDS));
        assertEquals("ball#1 2", weighed(two, 1, 2).request().get(Option.WORDS));
        assertEquals(Optional.of("ball"), two.nameInMaps(1).map(WordName::toString));
        assertEquals(Optional.of("ball#2"), two.nameInMaps(4).map(WordName::toString));
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
        EditRequest sweep = CAT.sweep(-1, StudioState.ALL_TAUS);
        assertEquals(CAT, StudioState.of(sweep));
        assertEquals(
                Window.NEVER,
                StudioState.of(typed(CAT, 1, "dog").sweep(-1, StudioState.ALL_TAUS))
                        .tau());
    }

    private static EditRequest rich() {
        return EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball on the grass")
                .with("target", "a blue ball on the grass")
                .with("tau", "0.2-0.6")
                .with("windows", "blue 0.4")
                .with("selfattention", "0.1-0.5")
                .with("selfresolution", 8)
                .with("injection", 0.3)
                .with("queries", "0.25")
                .with("blend", "ball")
                .with("keep", "grass")
                .with("threshold", 0.4)
                .with("blendfrom", 0.1)
                .with("renormalise", "yes")
                .with("words", "ball 0.37")
                .with("seed", 7)
                .with("steps", 4)
                .with("guidance", 6)
                .with("negative", "rain")
                .with("width", 64)
                .with("height", 64)
                .with("scheduler", "ddim")
                .with("model", "/models/sd");
    }

    @Test
    void whatHasNoWidgetIsCarriedAlong() {
        StudioState state = StudioState.of(rich());
        assertEquals(rich().toText(), state.request().toText());
        assertEquals("0.2-0.5", state.withTau(0.5).request().get(Option.TAU));
        assertEquals("0.1", state.withTau(0.1).request().get(Option.TAU).replace("0.1-0.1", "0.1"));
        EditRequest phrase = state.withAdded(6, "at night").request();
        assertEquals(Task.PHRASE, phrase.task());
        assertEquals("ball", phrase.get(Option.BLEND));
        assertEquals("grass", state.sweep(-1, StudioState.ALL_TAUS).get(Option.KEEP));
        EditRequest reseeded = state.withSource(state.source().with("seed", 8)).request();
        assertEquals(rich().with("seed", 8).toText(), reseeded.toText());
        EditRequest plain = state.withoutCarried().request();
        assertEquals("", plain.get(Option.BLEND));
        assertEquals("0.6", plain.get(Option.TAU));
    }

    @Test
    void whatTheModelWantsAnywayIsLeftToIt() {
        EditRequest models = EditRequest.of(Task.SWAP).with("selfresolution", 8).with("renormalise", "no");
        StudioState state = StudioState.of(rich()).leftToModel(models);
        assertEquals("0", state.request().get(Option.SELFRESOLUTION));
        assertEquals("yes", state.request().get(Option.RENORMALISE));
    }

    @Test
    void ofSeveralImagesOneIsTakenAndTold() {
        EditRequest many =
                rich().with("words", "ball").with("weight", "0.5,1.5").with("seed", "7,8");
        assertEquals("", OneImage.of(rich()).note());
        OneImage first = OneImage.of(many);
        assertEquals(
                "The recipe has several images; the Studio makes one: weight=0.5 of 0.5,1.5 and seed=7 of 7,8.",
                first.note());
        assertEquals("ball 0.5", StudioState.of(many).request().get(Option.WORDS));
        Recipe recipe = new Recipe(many.toText());
        StudioState slice =
                StudioState.of(OneImage.of(recipe, "weight=1.5 seed=8").request());
        assertEquals("ball 1.5", slice.request().get(Option.WORDS));
        assertEquals("8", slice.request().get(Option.SEED));
        OneImage source = OneImage.of(recipe, "source seed=8");
        assertEquals(Task.SWAP, source.request().task());
        assertEquals("8", source.request().get(Option.SEED));
        assertEquals("0.5", source.request().get(Option.WEIGHT));
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
    void anEditIsOfAnyOtherSourceButOfAnotherPrompt() {
        StudioState edited = typed(CAT, 1, "dog");
        EditRequest other = CAT.source().with("seed", 8).with("steps", 9).with("model", "/models/sd");
        EditRequest request =
                edited.editOf(other.with("prompt", " a cat  and a ball")).request();
        assertEquals("a dog and a ball", request.get(Option.TARGET));
        assertEquals("8", request.get(Option.SEED));
        assertEquals("9", request.get(Option.STEPS));
        assertEquals("/models/sd", request.get(Option.MODEL));
        assertEquals(
                "The words below are those of 'a cat and a ball', the prompt is 'a star': press Generate for its own words, or put the old prompt back.",
                assertThrows(IllegalArgumentException.class, () -> edited.editOf(other.with("prompt", "a star")))
                        .getMessage());
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

    @Test
    void tauFollowsTheKindOfEditUntilItIsMoved() {
        ModelDefaults model = new ModelDefaults(
                10,
                3,
                "model",
                "model",
                1,
                0,
                0,
                0,
                false,
                Window.first(0.3),
                Window.first(1),
                Window.first(0.3),
                org.prompttoprompt.request.Method.DIRECT,
                3,
                false,
                Window.first(0.2),
                0,
                "0:0.1:0.5",
                0.6,
                new Vocabulary(List.of()));
        StudioState plain = StudioState.of(EditRequest.of(Task.GENERATE).with("prompt", "a red ball"))
                .withTau(0.3);
        StudioState weighed = plain.with(1, plain.words().get(1).withWeight(2)).withUsualTau(plain, Optional.of(model));
        assertEquals(Window.first(1), weighed.tau());
        StudioState swapped =
                weighed.with(1, weighed.words().get(1).withText("blue")).withUsualTau(weighed, Optional.of(model));
        assertEquals(Window.first(0.3), swapped.tau());
        StudioState quick = StudioState.of(EditRequest.of(Task.GENERATE).with("prompt", "a red ball"));
        StudioState edited = quick.with(1, quick.words().get(1).withText("blue"));
        assertEquals(
                Window.first(0.3),
                edited.withUsualTau(quick, Optional.of(model)).tau(),
                "before the model had answered");
        assertEquals(
                Window.first(0.8),
                edited.withTau(0.8).withUsualTau(quick, Optional.of(model)).tau(),
                "chosen");
        StudioState moved = plain.withTau(0.5);
        assertEquals(
                moved.tau(),
                moved.with(1, moved.words().get(1).withWeight(2))
                        .withUsualTau(moved, Optional.of(model))
                        .tau());
    }
}
