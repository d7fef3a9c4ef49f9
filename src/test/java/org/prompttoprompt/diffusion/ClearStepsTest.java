package org.prompttoprompt.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.engine.PyTorch;

/** Which evaluations hold more image than noise. */
class ClearStepsTest {
    private static Set<Integer> clear(String sampler, int steps, List<Integer> candidates) {
        Config options = Config.open(Path.of("models/mini/scheduler/scheduler_config.json"));
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Scheduler scheduler =
                        Schedulers.sampler(options, sampler, steps).fresh().get();
                return ClearSteps.of(scheduler, candidates, manager);
            }
        });
    }

    /** Of ten steps those at t = 299, 199 and 99, where the image's share is .515, .716 and .885; at 399 it is .32. */
    @Test
    void theStepsWithLessNoiseThanImage() {
        List<Integer> all = IntStream.range(0, 10).boxed().toList();
        assertEquals(Set.of(7, 8, 9), clear("DDIM", 10, all));
        assertEquals(Set.of(7, 8, 9), clear("DPM++ 2M", 10, all));
        assertEquals(Set.of(9), clear("DDIM", 10, List.of(0, 3, 9)));
    }

    /** A scale of its own, latents of x₀ + σ n, changes nothing: σ < 1 where ᾱ > 1/2. */
    @Test
    void aSamplersOwnScaleChangesNothing() {
        List<Integer> all = IntStream.range(0, 10).boxed().toList();
        assertEquals(Set.of(7, 8, 9), clear("Euler", 10, all));
    }

    @Test
    void ofVeryFewStepsTheLast() {
        assertEquals(Set.of(0), clear("DDIM", 1, List.of(0)));
        assertEquals(Set.of(1), clear("DDIM", 2, List.of(0, 1)));
    }
}
