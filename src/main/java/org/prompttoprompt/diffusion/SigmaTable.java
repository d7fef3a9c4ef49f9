package org.prompttoprompt.diffusion;

/** The noise levels σ = √((1-ᾱ)/ᾱ) of the training, and the way back from a level to its timestep. */
final class SigmaTable {
    private final double[] sigmas;

    SigmaTable(NoiseSchedule schedule) {
        sigmas = new double[schedule.trained()];
        for (int t = 0; t < sigmas.length; t++) {
            double alpha = schedule.alphasCumprod()[t];
            sigmas[t] = (float) Math.sqrt((1 - alpha) / alpha);
        }
    }

    double least() {
        return sigmas[0];
    }

    double most() {
        return sigmas[sigmas.length - 1];
    }

    /** Returns the level at a timestep, in equal strides between two. */
    double sigma(double timestep) {
        int below = (int) Math.min(Math.floor(timestep), sigmas.length - 2);
        double share = timestep - below;
        return sigmas[below] * (1 - share) + sigmas[below + 1] * share;
    }

    /** Returns the timestep of a level, whose logarithms are in equal strides between two. */
    double timestep(double sigma) {
        int below = sigmas.length - 2;
        while (below > 0 && sigmas[below] > sigma) below--;
        double low = Math.log(sigmas[below]);
        double share = (Math.log(sigma) - low) / (Math.log(sigmas[below + 1]) - low);
        return below + Math.min(1, Math.max(0, share));
    }
}
