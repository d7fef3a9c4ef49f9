package org.prompttoprompt.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;

/** How long a convolution and a matrix product of the size of a layer of Stable Diffusion take in a precision, on the engine's thread. */
final class PrecisionBenchmark {
    private static final int TRIES = 3;

    /** Rows of a step, and pixels of an image on each side: enough that a GPU computes longer than it is told what to. */
    private static final Size ON_A_GPU = new Size(8, 64);

    private static final Size ON_A_CPU = new Size(1, 32);

    /** The first try takes so many times as long as the next ones at most. */
    private static final int WARMING = 5;

    private PrecisionBenchmark() {}

    private record Size(int rows, int side) {
        static Size on(Device device) {
            return device.equals(Device.cpu()) ? ON_A_CPU : ON_A_GPU;
        }

        Shape image() {
            return new Shape(rows, 320, side, side);
        }

        Shape vectors() {
            return new Shape((long) rows * side * side, 1280);
        }
    }

    /** Returns the seconds on the engine's device, the best of some tries; likewise else. */
    static double seconds(Precision precision, double enough) {
        try (NDManager manager = PyTorch.newManager()) {
            return seconds(precision, enough, manager, 1);
        }
    }

    /**
     * Returns the seconds.
     *
     * @param enough seconds after which it is not tried again: what a processor has no instructions for takes many
     * @param value that all inputs have, above 0
     * @return more than any where the device does not compute in it, or not rightly
     */
    static double seconds(Precision precision, double enough, NDManager manager, float value) {
        double best = Double.MAX_VALUE;
        try {
            Size size = Size.on(manager.getDevice());
            NDArray image = precision.from(manager.full(size.image(), value));
            NDArray kernel = precision.from(manager.full(new Shape(320, 320, 3, 3), value));
            NDArray bias = precision.from(manager.full(new Shape(320), value));
            NDArray x = precision.from(manager.full(size.vectors(), value));
            NDArray weight = precision.from(manager.full(new Shape(1280, 1280), value));
            for (int i = 0; i <= TRIES; i++) {
                long start = System.nanoTime();
                try (NDArray a = Ops.conv2d(image, kernel, bias, 1, 1);
                        NDArray b = Linear.linear(x, weight, null).singletonOrThrow();
                        NDArray first = precision.toFloat32(a).min();
                        NDArray second = precision.toFloat32(b).min()) {
                    // A GPU has computed only what was read; what is no number is above nothing.
                    boolean right = first.getFloat() > 0 && second.getFloat() > 0;
                    if (!right) return Double.MAX_VALUE;
                }
                double took = (System.nanoTime() - start) / 1e9;
                // The first try warms up.
                if (took > (i == 0 ? WARMING * enough : enough)) return Math.min(best, took);
                if (i > 0) best = Math.min(best, took);
            }
            return best;
        } catch (RuntimeException e) {
            return Double.MAX_VALUE;
        }
    }
}
