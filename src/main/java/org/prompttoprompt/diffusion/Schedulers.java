package org.prompttoprompt.diffusion;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Config;

/** Finds the sampler that a model's folder or a user names. */
public final class Schedulers {
    private static final Map<String, BiFunction<NoiseSchedule, Integer, Scheduler>> KNOWN =
            new TreeMap<>(Map.of("DDIM", Ddim::new, "PNDM", Pndm::new));

    private Schedulers() {}

    /**
     * Opens a sampler for one run.
     *
     * @param config scheduler_config.json of a model
     * @param name of the sampler, or {@code model} for the one that the file names
     * @param steps of the sampling course, from 1 to the number of training timesteps, less where an offset leads beyond it
     * @throws Refusal if the sampler or one of its options is not known, or the steps are out of range
     */
    public static Scheduler open(Path config, String name, int steps) {
        return sampler(config, name, steps).get();
    }

    /** Reads the file once, as {@link #open} does, and returns what makes a fresh sampler for each run. */
    public static Supplier<Scheduler> sampler(Path config, String name, int steps) {
        Config options = Config.open(config);
        NoiseSchedule schedule = NoiseSchedule.of(options);
        String named = options.getString("_class_name", "").replace("Scheduler", "");
        options.allow("clip_sample", false, true, null);
        options.allow("thresholding", false, null);
        options.allow("skip_prk_steps", true, null);
        if (name.equals("model") && named.equals("PNDM") && !options.has("skip_prk_steps")) {
            throw new Refusal(
                    config
                            + " lacks skip_prk_steps, which asks for Runge-Kutta steps. Choose scheduler=PNDM, which takes none, or scheduler=DDIM.");
        }
        options.requireAllRead(
                "clip_sample_range",
                "dynamic_thresholding_ratio",
                "sample_max_value",
                "interpolation_type",
                "use_karras_sigmas",
                "algorithm_type",
                "solver_order",
                "solver_type",
                "lower_order_final");
        String sampler = name.equals("model") ? named : name.toUpperCase(Locale.ROOT);
        if (!KNOWN.containsKey(sampler)) {
            throw new Refusal((name.equals("model")
                            ? config + " names the sampler '" + sampler
                            : "scheduler=" + name + " asks for the sampler '" + sampler)
                    + "', which is not there. Choose one by name: scheduler="
                    + String.join(" or scheduler=", KNOWN.keySet()));
        }
        int most = schedule.mostSteps();
        if (steps < 1 || steps > most) {
            throw new Refusal("steps=" + steps + ": give a whole number from 1 to " + most + ".");
        }
        return () -> KNOWN.get(sampler).apply(schedule, steps);
    }
}
