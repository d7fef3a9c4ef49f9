package org.prompttoprompt.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prompttoprompt.Refusal;

/** Requests, their recipes, and which task reads which options. */
class EditRequestTest {
    private static final EditRequest SWAP = EditRequest.of(Task.SWAP)
            .with("prompt", "a red ball")
            .with("target", "a = b")
            .with("tau", "0:0.1:1");

    private static String refusal(org.junit.jupiter.api.function.Executable action) {
        return assertThrows(Refusal.class, action).getMessage();
    }

    @Test
    void aValueIsOneLine() {
        EditRequest request = EditRequest.of(Task.GENERATE);
        assertEquals("a red ball", request.with("prompt", " a\r\nred\tball\n").get(Option.PROMPT));
        assertEquals("", request.with("prompt", null).get(Option.PROMPT));
        assertEquals("2", request.with("steps", 2.0).get(Option.STEPS));
        assertEquals("2.5", request.with("guidance", 2.5).get(Option.GUIDANCE));
        assertEquals("v2.0", request.with("prompt", "v2.0").get(Option.PROMPT));
        assertEquals("0", request.get(Option.STEPS));
    }

    @Test
    void aRecipeIsReadAgain() {
        assertEquals(SWAP.toText(), EditRequest.parse(SWAP.toText()).toText());
        assertEquals("a = b", EditRequest.parse(SWAP.toText()).get(Option.TARGET));
        assertTrue(SWAP.toText().startsWith("task=swap\nprompt=a red ball\ntarget=a = b\n"), SWAP.toText());
    }

    @Test
    void ofARecipeTheFirstLineOfAKeyCountsAndUnknownOnesDoNot() {
        EditRequest request =
                EditRequest.parse("note\n task = Generate \nseed=5\nseed=6\ntau=1\nversion=2\n steps = 7 \n");
        assertEquals(EditRequest.of(Task.GENERATE).with("seed", 5).with("steps", 7), request);
        assertTrue(refusal(() -> EditRequest.parse("task=paint\n")).contains("no line task="));
        assertTrue(refusal(() -> EditRequest.parse("")).contains("no line task="));
    }

    @Test
    void theSourceIsAGenerationWithTheSameSeedAndSampler() {
        EditRequest source =
                SWAP.with("seed", 7).with("scheduler", "PNDM").with("steps", 3).ofSource();
        assertEquals(
                EditRequest.of(Task.GENERATE)
                        .with("prompt", "a red ball")
                        .with("seed", 7)
                        .with("scheduler", "PNDM")
                        .with("steps", 3),
                source);
    }

    @Test
    void anOptionOfAnotherTaskIsRefused() {
        String message = refusal(() -> EditRequest.of(Task.GENERATE).with("tau", 1));
        assertTrue(message.startsWith("Generate... has no parameter 'tau'. It has: prompt, negative, seed"), message);
        assertTrue(refusal(() -> SWAP.with("tua", 1)).contains("No parameter is called 'tua'"));
        assertTrue(
                refusal(() -> EditRequest.of(Task.REWEIGHT).with("target", "a")).contains("'target'"));
    }

    @Test
    void weightActsOnWordsWithoutOne() {
        EditRequest reweight = EditRequest.of(Task.REWEIGHT);
        assertTrue(reweight.with("words", "red 2, ball").takesWeight());
        assertEquals(false, reweight.with("words", "red 2, ball 1").takesWeight());
        assertEquals(false, reweight.takesWeight());
        assertEquals(false, EditRequest.of(Task.GENERATE).takesWeight());
    }

    @Test
    void valuesLeftToTheModelAreNotSwept() {
        EditRequest request = SWAP.with("selfattention", "0.4 within tau").with("tau", "model");
        assertEquals(List.of(SweptValue.of("model")), request.sweptValues(Option.TAU));
        assertEquals(List.of(SweptValue.of("0.4 within tau")), request.sweptValues(Option.SELFATTENTION));
        assertEquals(
                List.of(SweptValue.of(Window.of(.2, .8)), SweptValue.of(Window.of(0, 1))),
                SWAP.with("tau", "0.2-0.8, 1").sweptValues(Option.TAU));
    }

    @Test
    void everyValueIsRead() {
        SWAP.requireValues();
        assertTrue(refusal(() -> SWAP.with("queries", "x").requireValues()).startsWith("queries=x: "));
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void aDialogAsksForEachOptionOnce(Task task) {
        assertEquals(task.options(), new HashSet<>(task.inDialog()));
        assertEquals(task.options().size(), task.inDialog().size());
    }

    @Test
    void eachTaskAsksFirstForWhatItIsAbout() {
        assertEquals(
                List.of(Option.PROMPT, Option.SEED, Option.MODEL),
                Task.GENERATE.inDialog().subList(0, 3));
        assertEquals(
                List.of(Option.PROMPT, Option.TARGET, Option.TAU, Option.SEED, Option.MODEL),
                Task.SWAP.inDialog().subList(0, 5));
        assertEquals(
                List.of(Option.PROMPT, Option.WORDS, Option.WEIGHT, Option.TAU, Option.SEED, Option.MODEL),
                Task.REWEIGHT.inDialog().subList(0, 6));
        assertTrue(Task.REWEIGHT.meaning(Option.TAU).contains("in which the weights act"));
        assertTrue(Task.PHRASE.meaning(Option.TAU).contains("the source's cross-attention"));
        assertTrue(Task.SWAP.meaning(Option.TARGET).contains("the same number of words"));
        assertTrue(Task.PHRASE.meaning(Option.TARGET).contains("words added"));
        assertEquals("-2:1:2", Task.REWEIGHT.defaultValue(Option.WEIGHT));
        assertEquals("1", Task.SWAP.defaultValue(Option.WEIGHT));
        assertEquals("model", Task.REWEIGHT.defaultValue(Option.TAU));
    }
}
