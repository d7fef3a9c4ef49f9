package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.checkpoint.RawTensors;
import org.prompttoprompt.checkpoint.RawTensors.Raw;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.model.Conditioning;
import org.prompttoprompt.model.Folders;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;

/** An inpainting model that gives no weight to mask and image predicts what the model without these inputs predicts. */
class WidenedInpaintingTest {
    private static final int CHANNELS = 9;

    @TempDir
    private Path folder;

    private static void widen(Path weights, String name) throws IOException {
        Map<String, Raw> tensors = RawTensors.read(weights);
        tensors.computeIfPresent(name, (key, raw) -> raw.widened(CHANNELS));
        RawTensors.write(tensors, weights);
    }

    private static void takeNine(Path config) throws IOException {
        String text = Files.readString(config);
        String nine = text.replaceAll("\"in_channels\": *4", "\"in_channels\": 9");
        assertTrue(!nine.equals(text), text);
        Files.writeString(config, nine);
    }

    @Test
    void ofStableDiffusionXl() throws IOException {
        Path wide = Folders.copy(Folders.MODELS.resolve("tiny-sdxl"), folder.resolve("xl"));
        widen(wide.resolve("unet/diffusion_pytorch_model.safetensors"), "conv_in.weight");
        takeNine(wide.resolve("unet/config.json"));
        same(Folders.MODELS.resolve("tiny-sdxl"), wide);
    }

    @Test
    void ofStableDiffusion2InOneFile() throws IOException {
        Path plain = Files.copy(
                Folders.MODELS.resolve("single/nano-sd2-ldm.safetensors"), folder.resolve("plain.safetensors"));
        Path wide = Files.copy(plain, folder.resolve("wide.safetensors"));
        wide.toFile().setWritable(true);
        widen(wide, "model.diffusion_model.input_blocks.0.0.weight");
        for (String name : new String[] {"plain", "wide"}) {
            Folders.copy(Folders.MODELS.resolve("nano-sd2"), folder.resolve(name), false);
        }
        takeNine(folder.resolve("wide/unet/config.json"));
        same(plain, wide);
    }

    private void same(Path plain, Path wide) {
        PyTorch.call(() -> {
            try (StableDiffusion four = StableDiffusion.open(plain);
                    StableDiffusion nine = StableDiffusion.open(wide);
                    NDManager manager = four.newManager();
                    NDScope scope = new NDScope()) {
                assertTrue(nine.outline.inpaints() && !four.outline.inpaints());
                NDArray latents = manager.randomNormal(new Shape(1, 4, 16, 16));
                NDArray difference = predicted(four, latents, manager)
                        .sub(predicted(nine, latents, manager))
                        .abs()
                        .max();
                assertEquals(0, difference.getFloat(), 1e-6);
            }
            return null;
        });
        // Filled in through the facade, by an image and a mask.
        int side = side(wide);
        EditRequest fill = EditRequest.of(Task.EDIT)
                .with(Option.PROMPT, "a car")
                .with(Option.TARGET, "a cat")
                .with(Option.MODEL, wide)
                .with(Option.STEPS, 3)
                .with(Option.METHOD, "virtual");
        float[] grey = new float[3 * side * side];
        Arrays.fill(grey, .5f);
        boolean[] inside = new boolean[side * side];
        for (int i = 0; i < inside.length; i++) inside[i] = i % side < side / 2;
        EditInput input = EditInput.of(SourceImage.of(side, side, grey)).within(ImageMask.of(inside, side));
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            assertTrue(p2p.run(fill, input, Progress.NONE).frames().size() >= 2);
        }
    }

    private static int side(Path model) {
        return PromptToPrompt.resolve(
                        EditRequest.of(Task.GENERATE).with(Option.MODEL, model).with(Option.PROMPT, "a car"))
                .whole(Option.WIDTH, 1, EditRequest.MAX_SIDE);
    }

    private static NDArray predicted(StableDiffusion model, NDArray latents, NDManager manager) {
        int side = (int) latents.getShape().get(3) * model.vae.factor();
        NoisePredictor network = Inpainting.network(model, EditInput.NONE, side, side, manager);
        Context context = model.encode(manager, model.outline.tokens("a car", 1), Conditioning.of(side, side));
        return network.predict(latents, 500, context, AttentionControl.NONE, FeatureControl.NONE);
    }
}
