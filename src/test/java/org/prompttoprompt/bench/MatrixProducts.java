package org.prompttoprompt.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.prompttoprompt.engine.PyTorch;

/** How fast this computer multiplies matrices, which most of a network's work is: seconds of two computers can be set side by side by it. */
final class MatrixProducts {
    private static final int SIDE = 2048;
    private static final int REPETITIONS = 8;

    private MatrixProducts() {}

    /** Returns the most that was reached in single precision with all of PyTorch's threads, in 10^9 operations a second. */
    static double gigaflops() {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                NDArray a = manager.randomNormal(new Shape(SIDE, SIDE));
                double shortest = Double.MAX_VALUE;
                for (int i = 0; i < REPETITIONS; i++) {
                    long start = System.nanoTime();
                    a.matMul(a).close();
                    shortest = Math.min(shortest, (System.nanoTime() - start) / 1e9);
                }
                return 2.0 * SIDE * SIDE * SIDE / shortest / 1e9;
            }
        });
    }
}
