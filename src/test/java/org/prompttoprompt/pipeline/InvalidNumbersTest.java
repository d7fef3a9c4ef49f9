package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.unet.UNet;

/** Values that pass what a precision holds, from the network to the image: a refusal, and not an image of them. */
class InvalidNumbersTest {
    private static final EditRequest REQUEST = EditRequest.of(Task.GENERATE)
            .with("prompt", "a red ball on the grass")
            .with("steps", 3);

    private static StableDiffusion open(Opening opening) {
        return StableDiffusion.open(ModelSpec.of(REQUEST), opening);
    }

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

    /** The decoder of the embedded model passes 65504, its network does not. */
    @Test
    void aRunInFloat16OfTheEmbeddedModelIsRefused() {
        String told = assertThrows(
                        Refusal.class,
                        () -> PyTorch.call(() -> {
                            try (StableDiffusion model = open(Opening.PLAIN.in(Precision.FLOAT16))) {
                                return Walks.run(
                                        model,
                                        REQUEST,
                                        EditInput.NONE,
                                        new KeptSource(),
                                        new KeptInversions(),
                                        Wanted.IMAGES,
                                        Progress.NONE);
                            }
                        }))
                .getMessage();
        assertTrue(told.startsWith("The decoded image has") && told.contains("computed in float16"), told);
        assertTrue(told.contains("PROMPTTOPROMPT_PRECISION"), told);
    }

    @Test
    void anAutoencoderThatOverflowsIsRefused() {
        PyTorch.call(() -> {
            try (StableDiffusion model = open(Opening.PLAIN);
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
