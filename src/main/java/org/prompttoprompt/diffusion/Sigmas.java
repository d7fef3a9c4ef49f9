package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.prompttoprompt.checkpoint.Config;

/**
 * The noise levels σ = √((1-ᾱ)/ᾱ) of a course, in whose scale the latents are x = x₀ + σ·ε (Karras et al. 2022).
 *
 * @param schedule of the model
 * @param timesteps at which the network is asked, the noisiest first; not always whole
 * @param sigmas the level of each, and that after the last
 */
record Sigmas(NoiseSchedule schedule, List<Double> timesteps, double[] sigmas) {
    /**
     * Returns a course of steps at these of the schedule's timesteps.
     *
     * @param karras whether the levels between the first and the last are those of Karras et al.
     * @param endsAtLeast whether the last step ends at the least noise of the training, and not at none
     */
    static Sigmas of(NoiseSchedule schedule, int steps, boolean karras, boolean endsAtLeast) {
        double[] t = schedule.timesteps(
                steps, 1, n -> schedule.spacing().timesteps(schedule.trained(), n, schedule.stepsOffset()));
        SigmaTable table = new SigmaTable(schedule);
        double[] sigmas = Arrays.stream(t).map(table::sigma).toArray();
        if (karras) {
            sigmas = Karras.sigmas(sigmas[0], sigmas[steps - 1], steps);
            t = Arrays.stream(sigmas).map(table::timestep).toArray();
        }
        return of(schedule, t, sigmas, endsAtLeast ? table.least() : 0);
    }

    /** Returns levels as float32 holds them, as the reference keeps them. */
    static Sigmas of(NoiseSchedule schedule, double[] timesteps, double[] sigmas, double last) {
        double[] all = Arrays.copyOf(sigmas, sigmas.length + 1);
        all[sigmas.length] = last;
        return new Sigmas(
                schedule,
                Arrays.stream(timesteps).map(t -> (float) t).boxed().toList(),
                Arrays.stream(all).map(sigma -> (float) sigma).toArray());
    }

    /** Returns whether a file asks for the levels of Karras et al.; those of others are not there. */
    static boolean karras(Config config) {
        config.allow("use_exponential_sigmas", false, null);
        config.allow("use_beta_sigmas", false, null);
        boolean karras = config.getBoolean("use_karras_sigmas", false);
        // A file's own ends would stand in for those of the course.
        if (karras) for (String end : List.of("sigma_min", "sigma_max")) config.allow(end, (Object) null);
        return karras;
    }

    /** Returns whether a file asks for a course that ends at the least noise of the training. */
    static boolean endsAtLeast(Config config) {
        config.allow("final_sigmas_type", "zero", "sigma_min", null);
        return config.getString("final_sigmas_type", "zero").equals("sigma_min");
    }

    double sigma(int step) {
        return sigmas[step];
    }

    /** Returns ᾱ of a step. */
    double alpha(int step) {
        return 1 / (sigmas[step] * sigmas[step] + 1);
    }

    /** Returns what standard normal noise is multiplied by: where the course leads, the image's part counts too. */
    double initial() {
        return schedule.spacing() == Spacing.LEADING ? Math.hypot(sigmas[0], 1) : sigmas[0];
    }

    /** Returns latents in the scale that the network was trained with. */
    NDArray input(NDArray latents, int step) {
        return latents.mul(Math.sqrt(alpha(step)));
    }

    /** Returns the predicted image x₀, a new array. */
    NDArray original(NDArray latents, NDArray output, int step) {
        return schedule.original(input(latents, step), output, alpha(step));
    }

    /** Returns x₀ + σ·ε, a new array. */
    NDArray noised(NDArray original, NDArray epsilon, int step) {
        return Sum.of(1, original, sigmas[step], epsilon);
    }

    /** Returns latents whose noise is brought from the level of a step to another one: x₀ + (x - x₀)·σ'/σ, a new array. */
    NDArray moved(NDArray latents, NDArray original, int step, double to) {
        double share = to / sigmas[step];
        return Sum.of(share, latents, 1 - share, original);
    }
}
