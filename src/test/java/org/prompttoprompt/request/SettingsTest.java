package org.prompttoprompt.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.Refusal;

/** The typed values of a request that leaves nothing to the model. */
class SettingsTest {
    private static final EditRequest SOURCE = EditRequest.of(Task.GENERATE)
            .with("steps", 10)
            .with("guidance", 7.5)
            .with("rescale", 0)
            .with("width", 64)
            .with("height", 32);
    private static final EditRequest SWAP = EditRequest.of(Task.SWAP)
            .with("steps", 10)
            .with("guidance", 7.5)
            .with("rescale", 0)
            .with("width", 64)
            .with("height", 32)
            .with("tau", "0.2-0.8, 1")
            .with("selfattention", "0.4 within tau")
            .with("selfresolution", 16)
            .with("queries", "0.1")
            .with("renormalise", "yes");

    @Test
    void eachVariantHasItsWindowsAndWords() {
        Settings settings = Settings.of(
                SWAP.with("words", "fluffy 2, red").with("weight", -1).with("windows", "car 0.4, Cat#2 0.2-0.6"));
        List<WordWeight> weights =
                List.of(new WordWeight(new WordName("fluffy", 0), 2), new WordWeight(new WordName("red", 0), -1));
        List<WordWindow> windows = List.of(
                new WordWindow(new WordName("car", 0), Window.first(.4)),
                new WordWindow(new WordName("cat", 2), Window.of(.2, .6)));
        Window queries = Window.first(.1);
        assertEquals(
                List.of(
                        new EditValues(
                                Window.of(.2, .8),
                                Window.of(.2, .4),
                                Window.NEVER,
                                queries,
                                Window.NEVER,
                                Window.NEVER,
                                Window.first(.5),
                                weights,
                                windows),
                        new EditValues(
                                Window.ALWAYS,
                                Window.first(.4),
                                Window.NEVER,
                                queries,
                                Window.NEVER,
                                Window.NEVER,
                                Window.first(.5),
                                weights,
                                windows)),
                settings.variants());
        assertEquals(
                List.of("source", "tau=0.2-0.8", "tau=1"),
                settings.frames(42).stream().map(FrameKey::label).toList());
    }

    @Test
    void theOtherValuesAreThoseOfTheRequest() {
        Settings settings = Settings.of(SWAP.with("seed", "5, 6").with("tau", 1));
        assertEquals(
                List.of(10, 64, 32, 16),
                List.of(settings.steps(), settings.width(), settings.height(), settings.selfResolution()));
        assertEquals(7.5, settings.guidance());
        assertEquals(List.of(5L, 6L), settings.seeds());
        assertTrue(settings.renormalise());
        assertFalse(Settings.of(SWAP.with("renormalise", "no")).renormalise());
        assertEquals(
                Window.of(.3, .5),
                Settings.of(SWAP.with("selfattention", "0.3-0.5"))
                        .variants()
                        .get(0)
                        .selfAttention());
        assertTrue(settings.guided());
        assertFalse(Settings.of(SWAP.with("guidance", 1)).guided());
    }

    @Test
    void aBlendHasWordsToChangeAndToKeep() {
        EditRequest blend = SWAP.with("blend", "cat, ball").with("threshold", 1).with("blendfrom", "0");
        assertEquals(
                new BlendValues(
                        List.of(new WordName("cat", 0), new WordName("ball", 0)),
                        List.of(new WordName("dog", 2)),
                        1,
                        true,
                        0,
                        false),
                Settings.of(blend.with("keep", "dog#2")).blend());
        assertEquals(
                new BlendValues(List.of(), List.of(), .3, true, .2, false),
                Settings.of(SWAP).blend());
    }

    @Test
    void aBlendIsCoarseUnlessAskedFor() {
        assertTrue(Settings.of(SWAP.with("blend", "cat").with("detail", "fine"))
                .blend()
                .fine());
        assertThrows(Refusal.class, () -> Settings.of(SWAP.with("detail", "finest")));
    }

    @Test
    void aGenerationHasNoEdits() {
        Settings settings = Settings.of(SOURCE);
        assertEquals(List.of(), settings.variants());
        assertEquals(new BlendValues(List.of(), List.of(), 0, true, 0, false), settings.blend());
        assertEquals(1, settings.selfResolution());
        assertFalse(settings.renormalise());
    }

    @ParameterizedTest
    @CsvSource({
        "steps, 1, 1000, 0, 1001",
        "guidance, 0, 1000, -0.1, 1000.1",
        "width, 1, 4096, 0, 4097",
        "height, 1, 4096, 0, 4097",
        "selfresolution, 1, 4096, 0, 4097",
        "threshold, 0, 1, -0.01, 1.01",
        "blendfrom, 0, 1, -0.01, 1.01",
        "weight, -1000, 1000, -1000.1, 1000.1"
    })
    void rangesIncludeTheirEnds(String key, String least, String most, String below, String above) {
        EditRequest request = SWAP.with("words", "red");
        for (String inside : List.of(least, most)) Settings.of(request.with(key, inside));
        for (String outside : List.of(below, above)) {
            EditRequest wrong = request.with(key, outside);
            String message =
                    assertThrows(Refusal.class, () -> Settings.of(wrong)).getMessage();
            assertTrue(message.startsWith(key + "=" + outside + ": "), message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keep   | cat    | ''    | needs blend",
                "weight | 2      | ''    | name the words to re-weight",
                "weight | 1, 2   | ''    | name the words to re-weight",
                "weight | 2      | red 1 | have weights of their own",
                "weight | 0.9999 | red 1 | have weights of their own",
            })
    void whatActsOnNothingIsRefused(String key, String value, String words, String said) {
        EditRequest request = SWAP.with("words", words).with(key, value);
        String message = assertThrows(Refusal.class, () -> Settings.of(request)).getMessage();
        assertTrue(message.startsWith(key + "=" + value + " ") && message.contains(said), message);
    }

    /** Of several faults the one that is nearer to what was typed is said, though no word takes the weight. */
    @Test
    void everyValueIsReadBeforeItIsUsed() {
        EditRequest wrong = SWAP.with("weight", "1e4");
        String message = assertThrows(Refusal.class, () -> Settings.of(wrong)).getMessage();
        assertTrue(message.startsWith("weight=1e4: the weight 10000 is out of range"), message);
    }

    @Test
    void aReweightingNeedsItsWords() {
        EditRequest reweight = EditRequest.of(Task.REWEIGHT)
                .with("steps", 1)
                .with("width", 8)
                .with("height", 8)
                .with("tau", 1)
                .with("selfattention", 0)
                .with("selfresolution", 8)
                .with("rescale", 0);
        assertEquals(
                "words is empty: name the words to re-weight, such as words=fluffy.",
                assertThrows(Refusal.class, () -> Settings.of(reweight)).getMessage());
        assertEquals(1, Settings.of(reweight.with("words", "red -1")).variants().size());
        assertEquals(5, Settings.of(reweight.with("words", "red")).variants().size());
        assertEquals(
                1,
                Settings.of(SWAP.with("tau", 1).with("weight", "1.0"))
                        .variants()
                        .size());
    }

    /** Told in the order of the options, each with what it needs; defaults and what acts are not. */
    @Test
    void whatDoesNothingIsTold() {
        EditRequest plain = SWAP.with("prompt", "a cat").with("target", "a dog");
        assertEquals(List.of(), WithoutEffect.of(Settings.of(plain), false));
        EditRequest idle = plain.with("threshold", 0.4)
                .with("carry", 0.2)
                .with("mixing", "slerp")
                .with("combine", "or");
        assertEquals(
                List.of(
                        "Without effect here: threshold=0.4 (it is of the words of blend), combine=or (it needs words of"
                                + " blend and a mask), carry=0.2 (no object is moved), mixing=slerp (mix=1 reads the edited prompt"
                                + " alone)."),
                WithoutEffect.of(Settings.of(idle), false));
        EditRequest acting = idle.with("blend", "cat").with("mix", "0.5, 1").with("carry", 0.5);
        assertEquals(List.of(), WithoutEffect.of(Settings.of(acting), true));
        assertEquals(
                List.of("Without effect here: combine=or (it needs words of blend and a mask)."),
                WithoutEffect.of(Settings.of(acting), false));
    }

    @Test
    void theSamePromptTwiceIsTold() {
        EditRequest same = SWAP.with("prompt", "a cat").with("target", "a cat ");
        List<String> told =
                List.of("The edited prompt is the prompt: the edited image is to show the same. Write another one.");
        assertEquals(told, WithoutEffect.of(Settings.of(same), false));
        assertEquals(List.of(), WithoutEffect.of(Settings.of(same.with("words", "cat 2")), false));
        assertEquals(List.of(), WithoutEffect.of(Settings.of(SOURCE.with("prompt", "a cat")), false));
    }

    @Test
    void whatBelongsToAnotherWayIntoAnImageIsTold() {
        EditRequest edit = EditRequest.of(Task.EDIT)
                .with("steps", 10)
                .with("guidance", 7.5)
                .with("rescale", 0)
                .with("width", 64)
                .with("height", 32)
                .with("tau", 1)
                .with("selfattention", 0.4)
                .with("selfresolution", 16)
                .with("prompt", "a cat")
                .with("target", "a dog")
                .with("method", "ddpm")
                .with("strength", 1)
                .with("inner", 5)
                .with("quantile", 0.5)
                .with("sourcescale", 2);
        assertEquals(
                List.of(
                        "Without effect here: quantile=0.5 (it is of method=proximal), inner=5 (it is of method=nulltext)."),
                WithoutEffect.of(Settings.of(edit), false));
    }

    @ParameterizedTest
    @CsvSource({"64;0, true", "-70;0, true", "0;32, true", "63;-31, false"})
    void aShiftBeyondTheImageIsRefused(String shift, boolean refused) {
        EditRequest move = SWAP.with("prompt", "a cat")
                .with("target", "a dog")
                .with("object", "cat")
                .with("shift", shift.replace(';', ','));
        if (!refused) {
            Settings.of(move);
            return;
        }
        String message = assertThrows(Refusal.class, () -> Settings.of(move)).getMessage();
        assertTrue(
                message.contains(" moves an object out of the image wherever it is, which is 64 x 32 pixels."),
                message);
    }
}
