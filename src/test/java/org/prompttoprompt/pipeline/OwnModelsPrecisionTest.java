package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.MeasuredHere;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PrecisionChoice;
import org.prompttoprompt.model.Folders;
import org.prompttoprompt.model.ModelOutline;
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

    /** What is set is for all; half precision is told all the same, with who asked for it. */
    @Test
    void whatIsSetIsForAllModels() {
        System.setProperty("prompttoprompt.precision", "float32");
        EditResult result = run(OWN);
        assertEquals("float32", dtype(result));
        assertFalse(result.report().contains("precision"), result.report());
        for (EditRequest request : List.of(EMBEDDED, OWN)) {
            System.setProperty("prompttoprompt.precision", "bfloat16");
            result = run(request);
            assertEquals("bfloat16", dtype(result));
            assertEquals(
                    List.of("Computed in half precision, bfloat16, as the setting prompttoprompt.precision"
                            + " (PROMPTTOPROMPT_PRECISION) says. Images differ a little; for single precision set"
                            + " PROMPTTOPROMPT_PRECISION=float32."),
                    ofPrecision(result));
            System.setProperty("prompttoprompt.precision", "auto");
            assertEquals(
                    List.of("Computed in half precision, bfloat16, as the setting prompttoprompt.precision"
                            + " (PROMPTTOPROMPT_PRECISION) says: this computer does a layer's products 2.5 times as fast in it as"
                            + " in single precision, as was measured. Images differ a little; for single precision set"
                            + " PROMPTTOPROMPT_PRECISION=float32."),
                    ofPrecision(run(request)));
        }
    }

    private static List<String> ofPrecision(EditResult result) {
        return result.report()
                .lines()
                .filter(line -> line.contains("precision") || line.contains("eight bits"))
                .toList();
    }

    @Test
    void whatIsChosenForAllModelsIsTold() {
        PrecisionChoice.MEASURED.write();
        EditResult result = run(EMBEDDED);
        assertEquals("bfloat16", dtype(result));
        List<String> told = ofPrecision(result);
        assertEquals(1, told.size(), result.report());
        assertTrue(
                told.get(0)
                        .startsWith("Computed in half precision, bfloat16, as is chosen for all models in Models... >"
                                + " Engine: this computer does a layer's products 2.5 times as fast"),
                told.get(0));
        assertTrue(told.get(0).contains("choose it in Models... > Engine, or set"), told.get(0));
        PrecisionChoice.SINGLE.write();
        assertEquals(List.of(), ofPrecision(run(OWN)));
    }

    /** In one session, as a choice counts from the next run on. */
    @Test
    void weightsThatAreChosenToBeInEightBitsAreHeldSoFromTheNextRunOn() {
        assertEquals("float32", dtype(run(EMBEDDED)));
        HeldAs.INT8.write();
        EditResult result = run(EMBEDDED);
        assertEquals("float32 of int8", dtype(result));
        assertEquals(
                List.of(
                        "Note: The network's weights were held in eight bits, as is chosen in Models... > Engine. Images differ a little; the recipe tells it, and a recorded line does not."),
                ofPrecision(result));
        HeldAs.FULL.write();
        assertEquals("float32", dtype(run(EMBEDDED)));
    }

    @Test
    void weightsInEightBitsAreTold() {
        System.setProperty("prompttoprompt.weights", "int8");
        try {
            EditResult result = run(EMBEDDED);
            assertEquals("float32 of int8", dtype(result));
            assertEquals(
                    List.of(
                            "Note: The network's weights were held in eight bits, as PROMPTTOPROMPT_WEIGHTS says. Images differ a little; the recipe tells it, and a recorded line does not."),
                    ofPrecision(result));
        } finally {
            System.clearProperty("prompttoprompt.weights");
        }
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
        assertEquals(
                List.of(
                        "Computed in half precision, bfloat16, as its recipe was. Images differ a little; for single precision"
                                + " choose it in Models... > Engine, or set PROMPTTOPROMPT_PRECISION=float32."),
                ofPrecision(again));
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
        assertTrue(report.contains(" s per step of 64 x 64 pixels, in float32; "), report);
        String runs =
                "Its runs are computed in bfloat16, in which a step takes another time: this computer does a layer's"
                        + " products 2.5 times as fast in it as in single precision, as was measured.";
        assertTrue(report.endsWith("\n      " + runs + "\n"), report);
        // Where these are the seconds of any run, there is nothing to say.
        report = p2p.verify(EMBEDDED, "", Progress.NONE);
        assertTrue(report.contains(", in float32; ") && !report.contains("Its runs"), report);
        System.setProperty("prompttoprompt.precision", "bfloat16");
        report = p2p.verify(OWN, "", Progress.NONE);
        assertTrue(report.contains(", in bfloat16; ") && !report.contains("Its runs"), report);
    }

    /**
     * In bfloat16 all of a file of float16 is copied and stays while an image is decoded, in single precision it lies in its file. A run
     * that fits in single precision alone is refused with that cure, and with it no more.
     */
    @Test
    void aRunThatFitsInSinglePrecisionAloneIsRefusedWithThatCure(@TempDir Path folder) throws Exception {
        Path model = Folders.copy(MODELS.resolve("tiny-sdxl"), folder.resolve("model"));
        ofHoles(model.resolve("unet/diffusion_pytorch_model.safetensors"), 2200, 70_000);
        EditRequest request = EMBEDDED.with("model", model)
                .with("steps", 1)
                .with("width", 512)
                .with("height", 512);
        ModelOutline outline = ModelOutline.of(ModelSpec.of(request));
        ReadRequest read = Walks.read(request, EditInput.NONE, outline).get(0);
        Opening opening = Opening.PLAIN.inFiles();
        long single = RunMemory.least(outline, read, opening, false);
        long half = RunMemory.least(outline, read, opening.in(Precision.BFLOAT16), false);
        assertTrue(single + 2_000_000 < half, single + " " + half);
        Path proc = Files.createDirectories(folder.resolve("proc"));
        FreeMemory.here = new FreeMemory(proc, proc.resolve("none"));
        try {
            are(half + 1_000_000, proc);
            assertTrue(refused(request).contains("has no tensor"), "in bfloat16 it would be loaded");
            are(half - 1_000_000, proc);
            String told = refused(request);
            assertTrue(
                    told.startsWith("This needs about ")
                            && told.endsWith(
                                    ", or choose single precision in Models... > Engine (models engine float32), with which it fits."),
                    told);
            System.setProperty("prompttoprompt.precision", "float32");
            assertTrue(refused(request).contains("has no tensor"), "with the cure it would be loaded");
            are(single - 1_000_000, proc);
            told = refused(request);
            assertTrue(told.startsWith("This needs about ") && !told.contains("float32"), told);
            System.setProperty("prompttoprompt.precision", "");
            told = refused(request);
            assertTrue(told.startsWith("This needs about ") && !told.contains("float32"), told);
        } finally {
            FreeMemory.here = FreeMemory.MACHINE;
        }
    }

    private String refused(EditRequest request) {
        return assertThrows(Refusal.class, () -> run(request)).getMessage();
    }

    /** Lets so many bytes be free. */
    private static void are(long free, Path proc) throws Exception {
        Files.writeString(proc.resolve("meminfo"), "MemAvailable: " + free / 1024 + " kB\n");
    }

    /** Writes a network of so many tensors of float16, which no layer reads, in a file that takes no room. */
    private static void ofHoles(Path file, int tensors, int each) throws Exception {
        long bytes = 2L * each;
        byte[] header = LongStream.range(0, tensors)
                .mapToObj(n -> "\"x" + n + "\":{\"dtype\":\"F16\",\"shape\":[" + each + "],\"data_offsets\":["
                        + n * bytes + "," + (n + 1) * bytes + "]}")
                .collect(Collectors.joining(",", "{", "}"))
                .getBytes();
        Files.delete(file);
        try (FileChannel holes = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            ByteBuffer begin = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
            holes.write(begin.putLong(header.length).put(header).flip());
            holes.write(ByteBuffer.allocate(1), 8 + header.length + tensors * bytes - 1);
        }
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
