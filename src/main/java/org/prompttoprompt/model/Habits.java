package org.prompttoprompt.model;

import java.util.Optional;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.request.SamplerName;
import org.prompttoprompt.unet.UNetConfig;

/**
 * How many steps and how much guidance a kind of model is used with, told from its files.
 *
 * @param steps sampling steps
 * @param guidance classifier-free guidance scale
 */
record Habits(int steps, double guidance) {
    private static final Habits USUAL = new Habits(50, 7.5);
    /** Distilled models follow the prompt without guidance, which would cost half of the network's rows. */
    private static final Habits DISTILLED = new Habits(4, 1);

    /** A model that takes the guidance scale as an input, as its pipeline does (Luo et al. 2023). */
    private static final Habits GUIDED_WITHIN = new Habits(4, 8.5);

    /** Returns those of a model: a consistency model, a turbo one, which its file steps from the noisiest on, or any other. */
    static Habits of(UNetConfig unet, Config scheduler) {
        if (unet.guidanceChannels() > 0) return GUIDED_WITHIN;
        String type = scheduler.getString("_class_name", "");
        boolean turbo = type.startsWith("Euler")
                && scheduler.getString("timestep_spacing", "").equals("trailing")
                && !scheduler.getBoolean("rescale_betas_zero_snr", false);
        return turbo || ofSampler(type.replace("Scheduler", "")).isPresent() ? DISTILLED : USUAL;
    }

    /** Returns those of models for which a sampler was made, if it was. */
    static Optional<Habits> ofSampler(String name) {
        return SamplerName.of(name)
                .filter(sampler -> sampler == SamplerName.LCM || sampler == SamplerName.TCD)
                .map(sampler -> DISTILLED);
    }

    /** Returns whether these are of a model that needs few steps. */
    boolean few() {
        return steps < USUAL.steps;
    }
}
