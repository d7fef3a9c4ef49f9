package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.MeasuredHere;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** On a computer that is faster in half precision, where nothing is set: the embedded models do not compute in it, others do. */
class OwnModelsPrecisionTest {
    private static final Path MODELS = Path.of("src/test/resources/golden/models");
    private static final EditRequest EMBEDDED = EditRequest.of(Task.GENERATE)
            .with("prompt", "a red ball on the grass")
            .with("steps", 2);
    private static final EditRequest OWN = EMBEDDED.with("model", MODELS.resolve("tiny-sd1"));

    @TempDir
    private Path cache;

    private MeasuredHere fast;
    private PromptToPrompt p2p;

    @BeforeEach
    void isFast() {
        fast = new MeasuredHere(cache, 2.5);
        p2p = new PromptToPrompt();
    }

    @AfterEach
    void asItWas() {
        p2p.close();
        fast.close();
    }

    private EditResult run(EditRequest request) {
        return p2p.run(request, Progress.NONE);
    }

    private static String dtype(EditResult result) {
        return result.provenance().dtype();
    }

    @Test
    void theEmbeddedModelComputesInSinglePrecisionUnmeasured() {
        fast.forget();
        EditResult result = run(EMBEDDED);
        assertEquals("float32", dtype(result));
        assertFalse(result.report().contains("precision"), result.report());
        assertFalse(MeasuredHere.isKnown(), "it was measured for nothing");
        assertEquals("float32", dtype(run(EMBEDDED.with("model", "cells").with("prompt", "cells"))));
        assertFalse(MeasuredHere.isKnown());
    }

    @Test
    void anotherComputesInHalfPrecisionAndSaysWhy() {
        EditResult result = run(OWN);
        assertEquals("bfloat16", dtype(result));
        List<String> told = result.report()
                .lines()
                .filter(line -> line.contains("bfloat16"))
                .toList();
        assertEquals(1, told.size(), result.report());
        assertTrue(
                told.get(0)
                        .startsWith(
                                "Computed in half precision, bfloat16: this computer does a layer's products 2.5 times as fast in it"),
                told.get(0));
        assertTrue(told.get(0).endsWith("set PROMPTTOPROMPT_PRECISION=float32."), told.get(0));
        assertEquals("float32", dtype(run(EMBEDDED)), "each as it is");
    }

    /** What is set is for all, and nothing is said of it. */
    @Test
    void whatIsSetIsForAllModels() {
        System.setProperty("prompttoprompt.precision", "float32");
        EditResult result = run(OWN);
        assertEquals("float32", dtype(result));
        assertFalse(result.report().contains("precision"), result.report());
        System.setProperty("prompttoprompt.precision", "bfloat16");
        assertEquals("bfloat16", dtype(run(EMBEDDED)));
    }

    @Test
    void aRecipeGivesItsImageAgain() {
        EditResult single = run(OWN.madeIn("float32"));
        assertEquals("float32", dtype(single));
        assertFalse(single.report().contains("float32"), single.report());
        EditResult half = run(OWN);
        String recipe = half.request().toText() + half.provenance().toText();
        assertEquals("bfloat16", EditRequest.parse(recipe).dtype());
        fast.close();
        fast = new MeasuredHere(cache, 0.9); // a slower computer
        assertEquals("float32", dtype(run(OWN)));
        EditResult again = run(OWN.madeIn("bfloat16"));
        assertEquals("bfloat16", dtype(again));
        assertArrayEquals(pixels(half), pixels(again));
        assertFalse(Arrays.equals(pixels(half), pixels(single)));
        assertFalse(again.report().contains("bfloat16"), again.report());
    }

    private static int[] pixels(EditResult result) {
        return result.frames().get(0).image().update(null).getCurrentStorageArray();
    }

    /** It is told, by whose fault. */
    @Test
    void aRecipeThatCannotBeFollowedSaysSo() {
        String slow =
                "The recipe was computed in bfloat16 and this in float32, so that the images may differ a little: ";
        fast.close();
        fast = new MeasuredHere(cache, 0.1);
        String report = run(OWN.madeIn("bfloat16")).report();
        assertTrue(report.contains(slow + "that is many times slower on this computer."), report);
        System.setProperty("prompttoprompt.precision", "float32");
        report = run(OWN.madeIn("bfloat16")).report();
        assertTrue(report.contains(slow + "PROMPTTOPROMPT_PRECISION, or what is chosen"), report);
        System.setProperty("prompttoprompt.precision", "");
        report = run(EMBEDDED.madeIn("float16")).report();
        assertTrue(report.contains("that is not computed in on this device (cpu)."), report);
        report = run(EMBEDDED.madeIn("float8")).report();
        assertTrue(report.contains("this version knows no such type."), report);
        report = run(EMBEDDED.madeIn("float32 of int8")).report();
        assertTrue(report.contains("float32 of int8 and this in float32"), report);
        assertTrue(report.contains("PROMPTTOPROMPT_WEIGHTS"), report);
    }

    /** Another model is not bound to what the recipe's was computed in. */
    @Test
    void anotherModelIsNot() {
        EditRequest made = EMBEDDED.madeIn("float32");
        assertEquals("float32", made.with("steps", 3).dtype());
        assertEquals("float32", made.ofSource().dtype());
        assertEquals("", made.with("model", MODELS.resolve("tiny-sd1")).dtype());
        assertEquals("float32", made.with("model", made.get(Option.MODEL)).dtype());
    }

    /** Published pixels are those of single precision. */
    @Test
    void aModelIsVerifiedInSinglePrecision() {
        assertEquals("bfloat16", dtype(run(OWN)));
        String report = p2p.verify(OWN, "", Progress.NONE);
        assertTrue(report.lines().anyMatch(line -> line.startsWith("Model: ") && line.endsWith(", float32")), report);
    }

    /** Memory is that of the model's own precision: its files, of single precision, can stay where they are in that alone. */
    @Test
    void memoryIsThatOfTheModelsPrecision() {
        ModelSpec half = ModelSpec.of(OWN);
        ModelSpec single = ModelSpec.of(OWN.madeIn("float32"));
        assertEquals(half.held(Precision.BFLOAT16, HeldAs.FULL), half.held());
        assertEquals(2 * half.copied(), single.copied());
        assertTrue(half.held() > single.held());
        assertEquals(Precision.BFLOAT16, Memory.opening(half).precision());
        assertEquals(Precision.FLOAT32, Memory.opening(single).precision());
        assertEquals(Precision.FLOAT32, Memory.opening(ModelSpec.of(EMBEDDED)).precision());
    }
}
