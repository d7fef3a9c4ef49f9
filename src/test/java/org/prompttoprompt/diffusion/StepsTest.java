package org.prompttoprompt.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.engine.PyTorch;

/** The samplers' steps on single numbers, and the noise of the training, worked by hand. */
class StepsTest {
    private static final Path CONFIG =
            Path.of("src/test/resources/real-configs/sd-1.5/scheduler/scheduler_config.json");
    /** At 5 steps: 801, 601, 401, 201, 1, and below the first. */
    private static final int STRIDE = 200;

    private static void with(Consumer<NDManager> test) {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                test.accept(manager);
            }
            return null;
        });
    }

    private static double alpha(double t) {
        return Ddim.schedule(Config.open(CONFIG)).alpha(t);
    }

    /** DDIM's equation from t to s: the image that noise ε leaves, with the same noise at s. */
    private static double moved(double x, double epsilon, double t, double s) {
        double image = (x - Math.sqrt(1 - alpha(t)) * epsilon) / Math.sqrt(alpha(t));
        return Math.sqrt(alpha(s)) * image + Math.sqrt(1 - alpha(s)) * epsilon;
    }

    /** Liu et al. 2022, Adams-Bashforth's coefficients; the second evaluation does the first step again with a mean. */
    @Test
    void pndmCombinesTheLastFourOutputs() {
        double[] e = {.5, -.25, 1, -1, .75, .3};
        double[] combined = {
            e[0],
            (e[1] + e[0]) / 2,
            (3 * e[2] - e[0]) / 2,
            (23 * e[3] - 16 * e[2] + 5 * e[0]) / 12,
            (55 * e[4] - 59 * e[3] + 37 * e[2] - 9 * e[0]) / 24,
            (55 * e[5] - 59 * e[4] + 37 * e[3] - 9 * e[2]) / 24
        };
        int[] from = {801, 801, 601, 401, 201, 1};
        with(manager -> {
            Scheduler pndm = Schedulers.open(CONFIG, "PNDM", 5);
            NDArray x = manager.create(new float[] {1});
            for (int i = 0; i < 6; i++) {
                double start = i == 1 ? 1 : x.getFloat(0);
                x = pndm.step(x, manager.create(new float[] {(float) e[i]}), i, null);
                double expected = moved(start, combined[i], from[i], from[i] - STRIDE);
                assertEquals(expected, x.getFloat(0), 1e-4, "evaluation " + i);
            }
        });
    }

    @Test
    void pndmsMemoryFollowsTheRows() {
        with(manager -> {
            Scheduler straight = Schedulers.open(CONFIG, "PNDM", 5);
            Scheduler forked = Schedulers.open(CONFIG, "PNDM", 5);
            forked.select(new int[] {0, 1});
            NDArray x = manager.create(new float[] {1, 2}, new Shape(2, 1));
            NDArray y = x;
            for (int i = 0; i < 5; i++) {
                NDArray output = manager.create(new float[] {i + .5f, -i}, new Shape(2, 1));
                if (i == 1 || i == 3) {
                    // row 1 goes on twice, row 0 last; and then as they were
                    int[] rows = i == 1 ? new int[] {1, 1, 0} : new int[] {2, 0};
                    forked.select(rows);
                    y = y.get(manager.create(rows));
                }
                NDArray outputs = i == 1 || i == 2 ? output.get(manager.create(new int[] {1, 1, 0})) : output;
                x = straight.step(x, output, i, null);
                y = forked.step(y, outputs, i, null);
            }
            assertArrayEquals(x.toFloatArray(), y.toFloatArray(), 1e-6f);
        });
    }

    /** A run frees what each step made; the earlier outputs and the first latents are needed later. */
    @Test
    void pndmsMemoryOutlivesItsSteps() {
        with(manager -> {
            Scheduler pndm = Schedulers.open(CONFIG, "PNDM", 5);
            try (NDScope step = new NDScope()) {
                pndm.step(manager.create(new float[] {1}), manager.create(new float[] {.5f}), 0, null);
            }
            NDArray x = pndm.step(null, manager.create(new float[] {-.25f}), 1, null);
            assertEquals(moved(1, .125, 801, 601), x.getFloat(0), 1e-4);
        });
    }

    /** Song et al. 2021, equations 12 and 16, from 601 to 401 with as much noise as asked for. */
    @Test
    void ddimAddsNoiseOfItsVariance() {
        double a = alpha(601);
        double s = alpha(401);
        for (double eta : new double[] {0, .5, 1}) {
            double sigma = eta * Math.sqrt((1 - s) / (1 - a) * (1 - a / s));
            double image = (.8 - Math.sqrt(1 - a) * .6) / Math.sqrt(a);
            double expected = Math.sqrt(s) * image + Math.sqrt(1 - s - sigma * sigma) * .6 + sigma * 3;
            with(manager -> {
                Ddim ddim = ((Ddim) Schedulers.open(CONFIG, "DDIM", 5)).withNoise(eta);
                NDArray x = manager.create(new float[] {.8f});
                NDArray step =
                        ddim.step(x, manager.create(new float[] {.6f}), 1, i -> manager.create(new float[] {3 * i}));
                assertEquals(expected, step.getFloat(0), 1e-4, "eta " + eta);
                assertSame(x, ddim.input(x, 1));
            });
        }
    }

    @Test
    void guidanceGoesBeyondThePrompt() {
        with(manager -> {
            NDArray empty = manager.create(new float[] {1, 2});
            NDArray prompt = manager.create(new float[] {3, 1});
            assertArrayEquals(
                    new float[] {1 + 7.5f * 2, 2 - 7.5f},
                    Guidance.mix(empty, prompt, 7.5).toFloatArray(),
                    1e-6f);
            assertArrayEquals(new float[] {3, 1}, prompt.toFloatArray());
        });
    }

    @Test
    void noiseGrowsInEqualStridesOrInThoseOfItsRoots() {
        assertArrayEquals(new float[] {.1f, .2f, .3f, .4f}, Betas.linear(4, .1, .4), 1e-6f);
        assertArrayEquals(new float[] {0, .25f, .5f, .75f, 1}, Betas.linear(5, 0, 1), 1e-6f);
        assertArrayEquals(new float[] {.04f, .09f, .16f}, Betas.scaledLinear(3, .04, .16), 1e-6f);
        assertArrayEquals(new float[] {.9f, .72f, .36f}, Betas.alphasCumprod(new float[] {.1f, .2f, .5f}), 1e-6f);
    }

    /** Nichol and Dhariwal 2021, equation 17: cos²((t / T + 0.008) / 1.008 · π / 2), and at most 0.999. */
    @Test
    void noiseFollowsACosine() {
        float[] betas = Betas.squaredCosine(4);
        double start = Math.pow(Math.cos(.008 / 1.008 * Math.PI / 2), 2);
        double half = Math.pow(Math.cos(.508 / 1.008 * Math.PI / 2), 2);
        assertEquals(half / start, (1 - betas[0]) * (1 - betas[1]), 1e-6);
        assertEquals(.999f, betas[3]);
    }

    /** Roots .8 and .4 of ᾱ become .8 and 0, that between them, .6, becomes .4 (Lin et al. 2024, algorithm 1). */
    @Test
    void theLastNoiseLeavesNothing() {
        float[] betas = {1 - .64f, 1 - .36f / .64f, 1 - .16f / .36f};
        assertArrayEquals(new float[] {.64f, .16f, 0}, Betas.zeroTerminal(Betas.alphasCumprod(betas)), 1e-6f);
    }
}
