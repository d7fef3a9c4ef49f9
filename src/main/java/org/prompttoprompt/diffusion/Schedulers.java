package org.prompttoprompt.diffusion;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.SamplerName;

/** Finds the sampler that a model's folder or a user names. */
public final class Schedulers {
    /** Opens a sampler by its options for so many steps: what makes a fresh one for each run. */
    private interface Opener {
        Supplier<Scheduler> open(Config options, int steps);
    }

    /**
     * What a sampler's name stands for.
     *
     * @param type of the files that name it, as diffusers calls its class
     * @param opener reads the options
     * @param says options that the name decides, whatever the file says
     * @param defaults of options that the file does not have, where they are the sampler's own
     */
    private record Kind(String type, Opener opener, Map<String, ?> says, Map<String, ?> defaults) {}

    private static final Map<SamplerName, Kind> KINDS = new EnumMap<>(SamplerName.class);

    static {
        Map<String, ?> none = Map.of();
        Map<String, ?> betas = Map.of("beta_start", 0.00085, "beta_end", 0.012);
        Map<String, ?> latent = Map.of("beta_start", 0.00085, "beta_end", 0.012, "beta_schedule", "scaled_linear");
        KINDS.put(SamplerName.DDIM, new Kind("DDIM", Ddim::open, none, none));
        KINDS.put(SamplerName.PNDM, new Kind("PNDM", Pndm::open, Map.of("skip_prk_steps", true), none));
        KINDS.put(SamplerName.PNDM_PRK, new Kind("PNDM", PndmRungeKutta::open, Map.of("skip_prk_steps", false), none));
        KINDS.put(SamplerName.DDPM, new Kind("DDPM", Ddpm::open, none, none));
        KINDS.put(SamplerName.EULER, new Kind("EulerDiscrete", Euler::open, none, none));
        KINDS.put(SamplerName.EULER_A, new Kind("EulerAncestralDiscrete", EulerAncestral::open, none, none));
        KINDS.put(SamplerName.HEUN, new Kind("HeunDiscrete", Heun::open, none, betas));
        KINDS.put(SamplerName.LMS, new Kind("LMSDiscrete", Lms::open, none, none));
        KINDS.put(SamplerName.DPMPP_2M, dpm("dpmsolver++", false));
        KINDS.put(SamplerName.DPMPP_2M_KARRAS, dpm("dpmsolver++", true));
        KINDS.put(SamplerName.DPMPP_2M_SDE, dpm("sde-dpmsolver++", false));
        KINDS.put(SamplerName.DPMPP_2M_SDE_KARRAS, dpm("sde-dpmsolver++", true));
        KINDS.put(SamplerName.UNIPC, new Kind("UniPCMultistep", UniPc::open, none, none));
        KINDS.put(SamplerName.DEIS, new Kind("DEISMultistep", Deis::open, none, none));
        KINDS.put(SamplerName.LCM, new Kind("LCM", Lcm::open, none, latent));
        KINDS.put(SamplerName.TCD, new Kind("TCD", Tcd::open, none, latent));
    }

    private static Kind dpm(String algorithm, boolean karras) {
        return new Kind(
                "DPMSolverMultistep",
                DpmSolver::open,
                Map.of("algorithm_type", algorithm, "use_karras_sigmas", karras),
                Map.of());
    }

    /** What the pipelines of Stable Diffusion 1 and 2 make of every file: the offset that the models were trained for, and no
     * clipping, which is for images and not for latents. */
    private static final Map<String, ?> PIPELINE = Map.of("steps_offset", 1, "clip_sample", false);

    /** That of XL takes its file's word; where that is silent, latents are not clipped. */
    private static final Map<String, ?> PIPELINE_XL = Map.of("clip_sample", false);

    /** What the options prediction and spacing of a request may stand in for. */
    private static final Map<String, ?> REPLACED = Map.of("prediction_type", "epsilon", "timestep_spacing", "trailing");

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
        return sampler(config, name, steps).fresh().get();
    }

    /**
     * Refuses options that no sampler can use, whatever a request says in their place.
     *
     * @throws Refusal naming the first
     */
    public static void requireUsable(Config options) {
        NoiseSchedule.of(options.with(REPLACED), Spacing.TRAILING);
    }

    /** Opens the sampler that a file names as the file has it, without what a pipeline changes in it. */
    public static Scheduler asWritten(Config options, int steps) {
        return supplier(options, named(options), steps).get();
    }

    /**
     * Returns what to say where a sampler takes fewer steps than its images need, or is made for other models, if it does.
     *
     * @param few whether the model is one of few steps, by itself or by a LoRA
     */
    public static Optional<String> misfit(String sampler, int steps, boolean few) {
        SamplerName name = SamplerName.of(sampler).orElse(SamplerName.DDIM);
        if (few) return Optional.empty();
        if (name.needsFewStepModel())
            return Optional.of(
                    "scheduler=" + sampler + " is made for models and LoRAs of few steps, and this is none: its images"
                            + " stay blurred. Name such a LoRA, or choose another sampler.");
        if (steps >= name.least()) return Optional.empty();
        return Optional.of("steps=" + steps + " is little for " + sampler + ": from " + name.least()
                + " on its images are drawn out.");
    }

    /** Returns the names of the samplers that there are. */
    public static List<String> names() {
        return SamplerName.labels();
    }

    /** Returns a sampler's name as recipes write it; another text as it is. */
    public static String canonical(String name) {
        return SamplerName.of(name).map(SamplerName::label).orElse(name);
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
        return sampler(ofPipeline(Config.open(config), false), name, steps);
    }

    /**
     * Returns options as the pipelines of diffusers take them from a model's file.
     *
     * @param xl whether it is a Stable Diffusion XL
     */
    public static Config ofPipeline(Config written, boolean xl) {
        return xl ? written.orElse(PIPELINE_XL) : written.with(PIPELINE);
    }

    /** Opens a sampler by options as a pipeline takes them. */
    public static Sampler sampler(Config options, String name, int steps) {
        SamplerName sampler = name.equals(Option.OF_THE_MODEL)
                ? named(options)
                : SamplerName.of(name)
                        .orElseThrow(() -> new Refusal(
                                "scheduler=" + name + " asks for a sampler, which is not there. " + choose()));
        return new Sampler(sampler.label(), supplier(options, sampler, steps));
    }

    private static Supplier<Scheduler> supplier(Config options, SamplerName name, int steps) {
        Kind kind = KINDS.get(name);
        Config read = options.with(kind.says()).orElse(kind.defaults());
        Supplier<Scheduler> fresh = kind.opener().open(read, steps);
        read.requireAllRead(OptionsOfOthers.KEYS);
        return fresh;
    }

    /** Returns the sampler that a file names: of several of its class, that whose options the file has. */
    private static SamplerName named(Config options) {
        String type = options.getString("_class_name", "").replace("Scheduler", "");
        return Arrays.stream(SamplerName.values())
                .filter(name -> KINDS.get(name).type().equals(type))
                .filter(name -> says(options, KINDS.get(name).says()))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(options + " names the sampler '" + type + "', which is not there. " + choose()));
    }

    private static boolean says(Config options, Map<String, ?> wanted) {
        Map<String, Object> usual = new HashMap<>(
                Map.of("skip_prk_steps", false, "use_karras_sigmas", false, "algorithm_type", "dpmsolver++"));
        return wanted.entrySet().stream().allMatch(e -> {
            if (usual.get(e.getKey()) instanceof Boolean usually)
                return e.getValue().equals(options.getBoolean(e.getKey(), usually));
            String usually = usual.get(e.getKey()).toString();
            return options.getString(e.getKey(), usually).equals(e.getValue().toString());
        });
    }

    private static String choose() {
        return "Choose one by name: scheduler=" + String.join(", ", SamplerName.labels()) + ".";
    }
}
