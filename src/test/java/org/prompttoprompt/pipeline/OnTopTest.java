package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.model.ModelOutline;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** How a model is asked beside its prompt: layers left out, guidance rescaled, timesteps, sizes told, files on top of it. */
class OnTopTest {
    private static final Path MODELS =
            Path.of("src/test/resources/golden/models").toAbsolutePath();
    private static final Path LORA = MODELS.resolve("loras/kohya_conv_ranks.safetensors");
    private static final PromptToPrompt P2P = new PromptToPrompt();

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static EditRequest request(String model) {
        return EditRequest.of(Task.GENERATE)
                .with("prompt", "a red car on the street")
                .with(Option.MODEL, MODELS.resolve(model))
                .with("scheduler", "DDIM")
                .with("steps", 3)
                .with("width", 32)
                .with("height", 32);
    }

    private static int[] pixels(EditRequest request) {
        return P2P.run(request, Progress.NONE)
                .frames()
                .get(0)
                .image()
                .update(null)
                .getCurrentStorageArray();
    }

    private static void differ(EditRequest one, EditRequest other) {
        assertFalse(Arrays.equals(pixels(one), pixels(other)), other.toText());
    }

    private static String refusal(EditRequest request) {
        return assertThrows(Refusal.class, () -> P2P.run(request, Progress.NONE))
                .getMessage();
    }

    @Test
    void layersOfTheTextEncoderAreLeftOut() {
        EditRequest plain = request("tiny-sd1");
        assertArrayEquals(pixels(plain), pixels(plain.with("clipskip", 0)));
        differ(plain, plain.with("clipskip", 1));
        differ(plain.with("clipskip", 1), plain.with("clipskip", 2));
        String told = refusal(plain.with("clipskip", 4));
        assertTrue(told.startsWith("clipskip=4: ") && told.contains("has 3 layers") && told.contains("0 to 3"), told);
    }

    /** Where nothing is guided there is nothing to rescale. */
    @Test
    void guidanceIsRescaledWhereThereIsSome() {
        EditRequest plain = request("tiny-sd1").with("guidance", 12);
        assertArrayEquals(pixels(plain), pixels(plain.with("rescale", 0)));
        differ(plain, plain.with("rescale", 0.7));
        EditRequest unguided = plain.with("guidance", 1);
        assertArrayEquals(pixels(unguided), pixels(unguided.with("rescale", 1)));
        assertEquals(
                "0",
                P2P.run(plain, Progress.NONE).request().get(Option.RESCALE),
                "the recipe says what the model asked for");
    }

    @Test
    void timestepsAreSpacedAsAsked() {
        EditRequest plain = request("tiny-sd1");
        assertArrayEquals(pixels(plain), pixels(plain.with("spacing", "leading")));
        differ(plain, plain.with("spacing", "trailing"));
        differ(plain.with("spacing", "trailing"), plain.with("spacing", "linspace"));
    }

    @Test
    void sizesAreToldToThoseWhoTakeThem() {
        EditRequest xl = request("tiny-sdxl");
        assertArrayEquals(pixels(xl), pixels(xl.with("originalsize", "32x32").with("targetsize", "32x32")));
        differ(xl, xl.with("originalsize", "8x8"));
        differ(xl, xl.with("croppedat", "16,0"));
        differ(xl.with("croppedat", "16,0"), xl.with("croppedat", "0,16"));
        differ(xl, xl.with("targetsize", "64x32"));
        String told = refusal(request("tiny-sd1").with("croppedat", "16,0"));
        assertTrue(told.startsWith("croppedat=16,0: the model 'tiny-sd1' is told no sizes"), told);
    }

    /** What was inverted without a LoRA is not what the network with it inverts. */
    @Test
    void anInversionIsKeptForTheFilesThatMadeIt() {
        float[] gradient = new float[3 * 64 * 64];
        for (int i = 0; i < gradient.length; i++) gradient[i] = i % 64 / 64f;
        EditInput input = EditInput.of(SourceImage.of(64, 64, gradient));
        EditRequest edit = EditRequest.of(Task.EDIT)
                .with("prompt", "a red car on the street")
                .with("target", "a blue car on the street")
                .with(Option.MODEL, MODELS.resolve("tiny-sd1"))
                .with("steps", 3)
                .with("method", "ddim");
        EditRequest with = edit.with(Option.LORA, LORA + " 3");
        P2P.clearInversions();
        int[] fresh = frame(with, input);
        P2P.clearInversions();
        frame(edit, input);
        assertArrayEquals(fresh, frame(with, input));
        P2P.clearInversions();
    }

    private static int[] frame(EditRequest request, EditInput input) {
        return P2P.run(request, input, Progress.NONE)
                .frames()
                .get(0)
                .image()
                .update(null)
                .getCurrentStorageArray();
    }

    /** By the outline, which reads headers alone. */
    @Test
    void aLoraThatDoesNotFitIsRefusedBeforeAModelIsRead() throws Exception {
        EditRequest plain = request("tiny-sd1");
        Path xl = MODELS.resolve("loras/refuse_sdxl_lora.safetensors");
        String other = assertThrows(Refusal.class, () -> ModelOutline.of(ModelSpec.of(plain.with(Option.LORA, xl))))
                .getMessage();
        assertTrue(other.startsWith("lora=" + xl + ": this is a LoRA of SDXL"), other);
        ModelOutline.of(ModelSpec.of(plain.with(Option.LORA, LORA)));
        Path alone = Files.copy(
                MODELS.resolve("lora-peft/adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
        String peft = assertThrows(Refusal.class, () -> ModelOutline.of(ModelSpec.of(plain.with(Option.LORA, alone))))
                .getMessage();
        assertTrue(peft.contains("adapter_config.json"), peft);
    }

    @Test
    void aCommaBetweenFilesIsTold() {
        String comma = refusal(request("tiny-sd1").with(Option.LORA, LORA + ", " + LORA));
        assertTrue(comma.contains(" Several are separated by semicolons."), comma);
    }

    @Test
    void aPredictionAgainstTheFilesIsTold() {
        EditRequest plain = request("tiny-sd1");
        assertFalse(P2P.run(plain.with("prediction", "epsilon"), Progress.NONE)
                .report()
                .contains("prediction="));
        String told =
                P2P.run(plain.with("prediction", "v_prediction"), Progress.NONE).report();
        assertTrue(
                told.contains("prediction=v_prediction was taken, and the model's files tell epsilon: if images are"),
                told);
    }
}
