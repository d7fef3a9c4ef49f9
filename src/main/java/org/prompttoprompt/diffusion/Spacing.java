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
    },
    /** Strides from the last timestep down. */
    TRAILING {
        @Override
        double[] timesteps(int trained, int steps, int offset) {
            return course(steps, i -> Math.rint(trained - i * ((double) trained / steps)) - 1);
        }
    },
    /** Evenly from the last timestep to the first, both included; not whole numbers. */
    LINSPACE {
        @Override
        double[] timesteps(int trained, int steps, int offset) {
            return course(steps, i -> (trained - 1.0) * (steps - 1 - i) / Math.max(1, steps - 1));
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

    private static double[] course(int steps, IntToDoubleFunction timestep) {
        return IntStream.range(0, steps).mapToDouble(timestep).toArray();
    }
}
