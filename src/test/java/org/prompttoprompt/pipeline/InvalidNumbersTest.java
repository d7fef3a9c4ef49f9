package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.metrics.Psnr;
import org.prompttoprompt.model.Folders;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.unet.UNet;

/** Values that pass what a precision holds, from the network to the image: a refusal, and not an image of them. */
class InvalidNumbersTest {
    private static final EditRequest SWAP = EditRequest.of(Task.SWAP)
            .with("prompt", "a red ball on the grass")
            .with("target", "a blue ball on the grass")
            .with("steps", 3);

    @Test
    void aNetworkThatOverflowsIsRefused() {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                UNet unet = UNet.open(Path.of("src/test/resources/golden/models/tiny-sd1/unet"), manager);
                NDArray latents = manager.full(new Shape(1, unet.inChannels(), 16, 16), Float.NaN);
                NDArray context = manager.ones(new Shape(1, 7, 32));
                String told = assertThrows(
                                Refusal.class,
                                () -> unet.forward(latents, 500, context, AttentionControl.NONE, FeatureControl.NONE))
                        .getMessage();
                assertTrue(told.startsWith("The network's answer at time 500"), told);
            }
            return null;
        });
    }

    /** The decoder of the embedded model passes 65504, its network does not: the one is computed in single precision. */
    @Test
    void anEditInFloat16OfTheEmbeddedModelIsNearThatInSingle() {
        List<Frame> half = frames(SWAP, Precision.FLOAT16);
        List<Frame> single = frames(SWAP, Precision.FLOAT32);
        assertEquals(2, half.size());
        for (int i = 0; i < half.size(); i++) {
            double nearness = Psnr.of(channels(half.get(i)), channels(single.get(i)));
            System.out.println("an edit in float16, " + half.get(i).label() + ": " + nearness + " dB");
            assertTrue(nearness > 40, nearness + " dB");
        }
    }

    @Test
    void aDecoderThatIsToComputeInFloat16AndOverflowsIsRefused(@TempDir Path folder) throws IOException {
        Path model = Folders.copy(Path.of("models/mini"), folder.resolve("mini"));
        Path config = model.resolve("vae/config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("[{]", "{\"force_upcast\": false,"));
        EditRequest request = SWAP.with("model", model.toString());
        String told = assertThrows(Refusal.class, () -> frames(request, Precision.FLOAT16))
                .getMessage();
        assertTrue(told.startsWith("The decoded image has") && told.contains("computed in float16"), told);
        assertTrue(told.contains("PROMPTTOPROMPT_PRECISION"), told);
    }

    /** All three of each pixel, from 0 to 1. */
    private static float[] channels(Frame frame) {
        int[] pixels = frame.image().update(null).getCurrentStorageArray();
        float[] all = new float[3 * pixels.length];
        for (int i = 0; i < all.length; i++) all[i] = (pixels[i / 3] >> 8 * (i % 3) & 255) / 255f;
        return all;
    }

    private static List<Frame> frames(EditRequest request, Precision precision) {
        return PyTorch.call(() -> {
            try (StableDiffusion model = StableDiffusion.open(ModelSpec.of(request), Opening.PLAIN.in(precision))) {
                return new Walks(
                                model,
                                request,
                                EditInput.NONE,
                                new KeptSource(),
                                new KeptInversions(),
                                Wanted.IMAGES,
                                Progress.NONE)
                        .run()
                        .frames();
            }
        });
    }

    @Test
    void anAutoencoderThatOverflowsIsRefused() {
        PyTorch.call(() -> {
            try (StableDiffusion model = StableDiffusion.open(ModelSpec.of(SWAP), Opening.PLAIN);
                    NDManager manager = model.newManager()) {
                NDArray latents = manager.full(new Shape(1, model.vae.latentChannels(), 16, 16), Float.NaN);
                NDArray image = manager.full(new Shape(1, 3, 64, 64), Float.NaN);
                String decoded = assertThrows(Refusal.class, () -> model.vae.decode(latents))
                        .getMessage();
                assertTrue(decoded.startsWith("The decoded image has"), decoded);
                String encoded = assertThrows(Refusal.class, () -> model.vae.encode(image))
                        .getMessage();
                assertTrue(encoded.startsWith("The encoded image has"), encoded);
            }
            return null;
        });
    }
}
