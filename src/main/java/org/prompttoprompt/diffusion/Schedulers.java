package org.prompttoprompt.diffusion;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Config;

/** Finds the sampler that a model's folder or a user names. */
public final class Schedulers {
    private static final List<String> KNOWN = List.of("DDIM", "PNDM");
    /** Fewer steps than that draw noise or blur, by eye on the embedded model. */
    private static final Map<String, Integer> LEAST_STEPS = Map.of("DDIM", 6, "PNDM", 20);

    /** What other samplers read; none of it changes what DDIM or PNDM does. */
    private static final String[] OF_OTHERS = {
        "algorithm_type",
        "clip_sample",
        "clip_sample_range",
        "disable_corrector",
        "dynamic_thresholding_ratio",
        "euler_at_final",
        "final_sigmas_type",
        "interpolation_type",
        "lambda_min_clipped",
        "lower_order_final",
        "original_inference_steps",
        "predict_x0",
        "rescale_betas_zero_snr",
        "sample_max_value",
        "sigma_max",
        "sigma_min",
        "skip_prk_steps",
        "solver_order",
        "solver_p",
        "solver_type",
        "thresholding",
        "timestep_scaling",
        "timestep_type",
        "use_beta_sigmas",
        "use_exponential_sigmas",
        "use_karras_sigmas",
        "use_lu_lambdas",
        "variance_type"
    };

    private Schedulers() {}

    /** Returns the names of the samplers that there are. */
    public static List<String> names() {
        return KNOWN;
    }

    /**
     * Opens a sampler for one run.
     *
     * @param config scheduler_config.json of a model
     * @param name of the sampler, or {@code model} for the one that the file names
     * @param steps of the sampling course, from 1 to the number of training timesteps, less where an offset leads beyond it
     * @throws Refusal if the sampler or one of its options is not known, or the steps are out of range
     */
    public static Scheduler open(Path config, String name, int steps) {
        return sampler(config, name, steps).fresh().get();
    }

    /** Returns what to say where a sampler takes fewer steps than its images need, if it does. */
    public static Optional<String> tooFewSteps(String sampler, int steps) {
        int least = LEAST_STEPS.getOrDefault(sampler.toUpperCase(Locale.ROOT), 1);
        return steps >= least
                ? Optional.empty()
                : Optional.of("steps=" + steps + " is little for " + sampler + ": from " + least
                        + " on its images are drawn out.");
    }

    /** Returns a sampler's name as recipes write it; another text as it is. */
    public static String canonical(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return KNOWN.contains(upper) ? upper : name;
    }

    /**
     * A sampler that was found.
     *
     * @param name such as {@code DDIM}
     * @param fresh makes one for each run, as it remembers its steps
     */
    public record Sampler(String name, Supplier<Scheduler> fresh) {}

    /** Reads the file once, as {@link #open} does, and returns what makes a fresh sampler for each run. */
    public static Sampler sampler(Path config, String name, int steps) {
        return sampler(Config.open(config), name, steps);
    }

    /** Reads these options likewise. */
    public static Sampler sampler(Config options, String name, int steps) {
        String named = named(options);
        boolean chosen = !name.equals("model");
        String sampler = chosen ? canonical(name) : named;
        if (!KNOWN.contains(sampler)) {
            throw new Refusal((chosen
                            ? "scheduler=" + name + " asks for a sampler"
                            : options + " names the sampler '" + sampler + "'")
                    + ", which is not there. Choose one by name: scheduler="
                    + String.join(" or scheduler=", KNOWN) + ".");
        }
        NoiseSchedule schedule = schedule(options, sampler, chosen);
        int most = schedule.mostSteps();
        if (steps < 1 || steps > most) {
            throw new Refusal("steps=" + steps + ": give a whole number from 1 to " + most + ".");
        }
        return new Sampler(
                sampler, sampler.equals("DDIM") ? () -> new Ddim(schedule, steps) : () -> new Pndm(schedule, steps));
    }

    /** Reads what the sampler reads, which the file may have been written for, or the user have chosen. */
    static NoiseSchedule schedule(Config options, String sampler, boolean chosen) {
        NoiseSchedule schedule = sampler.equals("DDIM") ? ddim(options) : pndm(options, chosen);
        options.requireAllRead(OF_OTHERS);
        return schedule;
    }

    /** The pipelines switch its clipping off, whatever the file says: it is for images, not for latents. */
    private static NoiseSchedule ddim(Config options) {
        options.allow("thresholding", false, null);
        return NoiseSchedule.of(options, true, options.getBoolean("rescale_betas_zero_snr", false));
    }

    private static NoiseSchedule pndm(Config options, boolean chosen) {
        options.allow("prediction_type", "epsilon", "v_prediction", null);
        if (!chosen && !options.getBoolean("skip_prk_steps", false)) {
            throw new Refusal(options
                    + ": skip_prk_steps is not true, which asks for Runge-Kutta steps."
                    + " Choose scheduler=PNDM, which takes none, or scheduler=DDIM.");
        }
        return NoiseSchedule.of(options, false, false);
    }

    private static String named(Config options) {
        return options.getString("_class_name", "").replace("Scheduler", "");
    }
}
