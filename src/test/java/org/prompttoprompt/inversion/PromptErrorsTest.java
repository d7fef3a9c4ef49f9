package org.prompttoprompt.inversion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;

/** How well prompts fit an image. */
class PromptErrorsTest {
    private static final Path SCHEDULER =
            Path.of("src/test/resources/golden/models/tiny-sd1/scheduler/scheduler_config.json");

    /** A network that was taught to answer guided is judged by what it would answer without. Here a prompt is a number, the answer a multiple. */
    @Test
    void whatGuidanceWasTaughtIsTakenBack() {
        NoisePredictor plain =
                (z, t, prompt, attention, features) -> z.mul(prompt.tokens().reshape(-1, 1, 1, 1));
        NoisePredictor taught = (z, t, prompt, attention, features) -> {
            NDArray answer = plain.predict(z, t, prompt, attention, features);
            NDArray empty = answer.get("0:1");
            return empty.add(answer.sub(empty).mul(3));
        };
        double[][] errors = PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Ddim ddim = (Ddim) Schedulers.sampler(SCHEDULER, "DDIM", PromptErrors.STEPS)
                        .fresh()
                        .get();
                NDArray image = manager.ones(new Shape(1, 4, 8, 8)).mul(0.3);
                List<Context> prompts = Stream.of(0.5f, 0.8f, 1.1f)
                        .map(x -> Context.of(manager.ones(new Shape(1, 1, 1)).mul(x)))
                        .toList();
                return new double[][] {
                    PromptErrors.of(image, ddim, plain, prompts, 1),
                    PromptErrors.of(image, ddim, taught, prompts, 3),
                    PromptErrors.of(image, ddim, taught, prompts, 1)
                };
            }
        });
        assertArrayEquals(errors[0], errors[1], 1e-5);
        assertTrue(Math.abs(errors[2][2] - errors[0][2]) > 0.1, "taken as it is, it would be far off");
    }
}
