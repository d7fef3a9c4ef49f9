package org.prompttoprompt.model;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.GeneralName;
import org.prompttoprompt.lora.FewStepLora;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.FewSteps;
import org.prompttoprompt.request.FileValue;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.SamplerName;
import org.prompttoprompt.unet.UNetConfig;

/**
 * How a kind of model is used, told from its files.
 *
 * @param steps sampling steps
 * @param guidance classifier-free guidance scale
 * @param sampler by its name, {@code model} for that of the model's files
 * @param spacing of the timesteps, likewise
 */
record Habits(int steps, double guidance, String sampler, String spacing) {
    private static final Habits USUAL = new Habits(50, 7.5);
    /** Stable Diffusion XL's, as in its pipeline (Podell et al. 2023). */
    private static final Habits XL = new Habits(50, 5);

    /** Distilled models follow the prompt without guidance, which would cost half of the network's rows. */
    private static final Habits DISTILLED = new Habits(4, 1);

    /** A model that takes the guidance scale as an input, as its pipeline does (Luo et al. 2023). */
    private static final Habits GUIDED_WITHIN = new Habits(4, 8.5);

    /** With the sampler of the model's files. */
    Habits(int steps, double guidance) {
        this(steps, guidance, Option.OF_THE_MODEL, Option.OF_THE_MODEL);
    }

    /** Returns those of a model: by its name where it is one file, whose sampler no file tells, else by its sampler's file. */
    static Habits of(ModelLayout layout, UNetConfig unet) {
        Optional<Habits> named = layout.title().flatMap(FewStepLora::named).map(Habits::of);
        return named.orElseGet(() -> of(unet, layout.config("scheduler")));
    }

    private static Habits of(FewStepLora use) {
        return new Habits(use.steps(), use.guidance(), use.sampler(), use.spacing());
    }

    /** Returns those of a model: a consistency model, a turbo one, which its file steps from the noisiest on, or any other. */
    static Habits of(UNetConfig unet, Config scheduler) {
        if (unet.guidanceChannels() > 0) return GUIDED_WITHIN;
        String type = scheduler.getString("_class_name", "");
        boolean turbo = type.startsWith("Euler")
                && scheduler.getString("timestep_spacing", "").equals("trailing")
                && !scheduler.getBoolean("rescale_betas_zero_snr", false);
        return turbo || ofSampler(type.replace("Scheduler", "")).isPresent()
                ? DISTILLED
                : unet.pooledChannels() > 0 ? XL : USUAL;
    }

    /** Returns those of models for which a sampler was made, if it was. */
    static Optional<Habits> ofSampler(String name) {
        return SamplerName.of(name)
                .filter(sampler -> sampler == SamplerName.LCM || sampler == SamplerName.TCD)
                .map(sampler -> DISTILLED);
    }

    /**
     * Returns those of what a request puts on top of a model, if it makes any model one of few steps: a LoRA, or else the sampler
     * that is asked for, which is made for such ones. A file that cannot be read is told when the model is loaded.
     */
    static Optional<Habits> ofRequest(EditRequest request) {
        for (FileValue lora : FileValue.parse(Option.LORA, request.get(Option.LORA))) {
            Optional<FewStepLora> use = lora.weight() == 0 ? Optional.empty() : fewSteps(lora.file());
            if (use.isPresent()) return use.map(Habits::of);
        }
        return ofSampler(request.get(Option.SCHEDULER));
    }

    private static Optional<FewStepLora> fewSteps(String lora) {
        try {
            Optional<Path> named = InstalledModels.part(Option.LORA.key(), lora);
            Path file = named.orElseGet(() -> InstalledModels.onlyFile(Path.of(ModelReference.located(lora))));
            if (!Files.isRegularFile(file)) return Optional.empty();
            // Who installs one may give it a name of their own.
            return FewStepLora.of(file)
                    .or(() -> named.flatMap(known -> FewStepLora.named(GeneralName.last(lora.strip()))))
                    .or(() -> InstalledModels.source(file)
                            .flatMap(source -> FewStepLora.named(GeneralName.last(source))));
        } catch (Refusal | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Returns whether these are of a model that needs few steps. */
    boolean few() {
        return FewSteps.are(steps);
    }
}
