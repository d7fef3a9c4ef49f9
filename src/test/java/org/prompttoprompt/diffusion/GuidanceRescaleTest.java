package org.prompttoprompt.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.PyTorch;

/** The formula by hand: the prompt's answers have the spreads 1 and 3, the guided ones 2 and 1. */
class GuidanceRescaleTest {
    private static float[] rescaled(double share) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Shape shape = new Shape(2, 1, 2, 2);
                NDArray conditional = manager.create(new float[] {1, -1, 1, -1, 3, -3, -3, 3}, shape);
                NDArray guided = manager.create(new float[] {3, -1, 3, -1, 1, 1, -1, -1}, shape);
                return GuidanceRescale.of(guided, conditional, share).toFloatArray();
            }
        });
    }

    @Test
    void eachRowKeepsItsOwnShareOfThePromptsSpread() {
        assertArrayEquals(new float[] {3, -1, 3, -1, 1, 1, -1, -1}, rescaled(0), 1e-6f);
        assertArrayEquals(new float[] {1.5f, -.5f, 1.5f, -.5f, 3, 3, -3, -3}, rescaled(1), 1e-6f);
        assertArrayEquals(new float[] {2.25f, -.75f, 2.25f, -.75f, 2, 2, -2, -2}, rescaled(.5), 1e-6f);
    }
}
