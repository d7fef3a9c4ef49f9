package org.prompttoprompt.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.engine.PyTorch;

/** Where runs begin: noise, an image under noise, a recorded walk. */
class StartTest {
    private static final Path CONFIG =
            Path.of("src/test/resources/real-configs/sd-1.5/scheduler/scheduler_config.json");
    private static final Shape SHAPE = new Shape(1, 4, 8, 8);

    private static void with(Consumer<NDManager> test) {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                test.accept(manager);
            }
            return null;
        });
    }

    private static void same(NDArray expected, NDArray actual) {
        assertEquals(expected.getShape(), actual.getShape());
        assertEquals(0, expected.sub(actual).abs().max().getFloat(), 1e-6);
    }

    /** The noise of the evaluations is what torch draws on after the latents, whatever else was drawn in between. */
    @Test
    void aSeedGivesTheLatentsAndThenTheNoiseOfTheEvaluations() {
        with(manager -> {
            Start start = Start.ofSeed(manager, 42, SHAPE, Schedulers.open(CONFIG, "DDIM", 5));
            JniUtils.setSeed(42);
            NDArray[] drawn = new NDArray[4];
            for (int i = 0; i < 4; i++) {
                drawn[i] = manager.randomNormal(0, 1, SHAPE, DataType.FLOAT32, Device.cpu());
            }
            assertEquals(0, start.evaluation());
            same(drawn[0], start.latents());
            same(drawn[3], start.noise().at(2));
            same(drawn[1], start.noise().at(0));
        });
    }

    @Test
    void aSamplersFirstSigmaScalesTheNoise() {
        with(manager -> {
            Scheduler ddim = Schedulers.open(CONFIG, "DDIM", 5);
            Scheduler scaled = new Scheduler() {
                @Override
                public List<Double> timesteps() {
                    return ddim.timesteps();
                }

                @Override
                public double initialSigma() {
                    return 14.6;
                }

                @Override
                public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
                    return ddim.step(latents, output, i, noise);
                }

                @Override
                public NDArray original(NDArray latents, NDArray output, int i) {
                    return ddim.original(latents, output, i);
                }

                @Override
                public NDArray noised(NDArray original, NDArray epsilon, int i) {
                    return ddim.noised(original, epsilon, i);
                }
            };
            same(
                    Noise.of(manager, 7, SHAPE).mul(14.6),
                    Start.ofSeed(manager, 7, SHAPE, scaled).latents());
        });
    }

    @Test
    void anImageIsNoisedAsMuchAsItsEvaluationBeginsWith() {
        with(manager -> {
            NoiseSchedule schedule = Ddim.schedule(Config.open(CONFIG));
            NDArray image = Noise.of(manager, 3, SHAPE);
            for (String sampler : List.of("DDIM", "PNDM")) {
                Scheduler scheduler = Schedulers.open(CONFIG, sampler, 5);
                Start start = Start.ofImage(image, 9, scheduler, 3);
                double alpha = schedule.alpha(scheduler.timesteps().get(3));
                NDArray noise = Noise.of(manager, 9, SHAPE);
                same(image.mul(Math.sqrt(alpha)).add(noise.mul(Math.sqrt(1 - alpha))), start.latents());
                assertEquals(3, start.evaluation());
            }
        });
    }

    @Test
    void aRecordedWalkIsTakenUpWhereItIsWanted() {
        with(manager -> {
            List<NDArray> walk = List.of(Noise.of(manager, 1, SHAPE), Noise.of(manager, 2, SHAPE));
            Start start = Start.ofTrajectory(walk, 1, StepNoise.of(manager, 5, SHAPE));
            same(walk.get(1), start.latents());
            assertNotSame(walk.get(1), start.latents());
            assertEquals(1, start.evaluation());
        });
    }

    /** Rows share the noise of an evaluation: one sample is added to all of them. */
    @Test
    void allRowsGetTheSameNoise() {
        with(manager -> {
            Scheduler ddim = ((Ddim) Schedulers.open(CONFIG, "DDIM", 5)).withNoise(1);
            StepNoise noise = StepNoise.of(manager, 5, SHAPE);
            NDArray rows = Noise.of(manager, 1, SHAPE).repeat(0, 3);
            NDArray output = Noise.of(manager, 2, SHAPE).repeat(0, 3);
            NDArray moved = ddim.step(rows, output, 1, noise);
            same(moved.get("0:1"), moved.get("2:3"));
            NDArray plain = Schedulers.open(CONFIG, "DDIM", 5).step(rows, output, 1, noise);
            assertTrue(moved.sub(plain).abs().max().getFloat() > 0.1);
        });
    }
}
