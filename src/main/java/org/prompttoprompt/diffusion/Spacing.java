package org.prompttoprompt.diffusion;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** How the timesteps of a course are chosen among those of the training (Lin et al. 2024, table 2). */
enum Spacing {
    /** Whole strides from the first timestep on, plus an offset; the noisiest is not reached. */
    LEADING {
        @Override
        double[] timesteps(int trained, int steps, int offset) {
            return course(steps, i -> (steps - 1 - i) * (trained / steps) + offset);
        }

        @Override
        double[] beforeNone(int trained, int steps, int offset) {
            return course(steps, i -> (steps - i) * (trained / (steps + 1)) + offset);
        }
    },
    /** Strides from the last timestep down. */
    TRAILING {
        @Override
        double[] timesteps(int trained, int steps, int offset) {
            return course(steps, i -> Math.rint(trained - i * ((double) trained / steps)) - 1);
        }

        @Override
        double[] beforeNone(int trained, int steps, int offset) {
            return timesteps(trained, steps, offset);
        }
    },
    /** Evenly from the last timestep to the first, both included; not whole numbers. */
    LINSPACE {
        @Override
        double[] timesteps(int trained, int steps, int offset) {
            return course(steps, i -> (trained - 1.0) / Math.max(1, steps - 1) * (steps - 1 - i));
        }

        @Override
        double[] beforeNone(int trained, int steps, int offset) {
            return course(steps, i -> Math.rint((trained - 1.0) / steps * (steps - i)));
        }
    };

    /**
     * Returns the timesteps, the noisiest first.
     *
     * @param trained number of timesteps of the training
     * @param steps from 1 to {@code trained}
     * @param offset added where the spacing leads
     */
    abstract double[] timesteps(int trained, int steps, int offset);

    /** Returns them likewise for a sampler to whom the end without any noise is one more of them (Lu et al. 2022). */
    abstract double[] beforeNone(int trained, int steps, int offset);

    private static double[] course(int steps, IntToDoubleFunction timestep) {
        return IntStream.range(0, steps).mapToDouble(timestep).toArray();
    }
}
