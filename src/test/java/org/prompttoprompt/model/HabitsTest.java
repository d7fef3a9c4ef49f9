package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.unet.UNetConfig;

/** What is usual with a kind of model, told from the files of real ones. */
class HabitsTest {
    private static final Path REAL = Path.of("src/test/resources/real-configs");

    private static Config unet() {
        return Config.open(REAL.resolve("sd-1.5/unet/config.json"));
    }

    @ParameterizedTest
    @CsvSource({
        "sd-1.5/scheduler/scheduler_config.json, 50, 7.5",
        "schedulers/01_Euler-sd-turbo.json, 4, 1",
        "schedulers/02_EulerAncestral-sdxl-turbo.json, 4, 1",
        "schedulers/07_LCM.json, 4, 1",
        "schedulers/00_Euler-sdxl-0.18.json, 50, 7.5",
        "schedulers/11_DDIM-zero-snr-trailing-v.json, 50, 7.5"
    })
    void stepsAndGuidanceAreThoseOfTheKind(String file, int steps, double guidance) {
        Habits habits = Habits.of(UNetConfig.of(unet()), Config.open(REAL.resolve(file)));
        assertEquals(new Habits(steps, guidance), habits);
    }

    /** As its pipeline has it; distilled ones are told by their sampler. */
    @Test
    void xlIsGuidedLess() {
        UNetConfig xl = UNetConfig.of(Config.open(REAL.resolve("sdxl-base/unet/config.json")));
        assertEquals(
                new Habits(50, 5),
                Habits.of(xl, Config.open(REAL.resolve("sdxl-base/scheduler/scheduler_config.json"))));
        assertEquals(
                new Habits(4, 1),
                Habits.of(xl, Config.open(REAL.resolve("schedulers/02_EulerAncestral-sdxl-turbo.json"))));
    }

    @Test
    void aNetworkThatTakesTheGuidanceHasThatOfItsPipeline() {
        UNetConfig lcm = UNetConfig.of(unet().with(Map.of("time_cond_proj_dim", 256)));
        assertEquals(new Habits(4, 8.5), Habits.of(lcm, Config.open(REAL.resolve("schedulers/07_LCM.json"))));
    }

    private static final Path MODELS =
            Path.of("src/test/resources/golden/models").toAbsolutePath();

    private static Path named(Path folder, String from, String name) throws IOException {
        return Files.copy(MODELS.resolve(from), folder.resolve(name + ".safetensors"));
    }

    /** What a LoRA is for, its file tells: sampler, timesteps, steps and guidance follow, unless a request names its own. */
    @Test
    void aLoraOfFewStepsBringsItsSampler(@TempDir Path folder) throws IOException {
        ModelFacts facts = ModelFacts.of(MODELS.resolve("tiny-sd1"));
        EditRequest plain = EditRequest.of(Task.GENERATE).with("prompt", "a red ball");
        Path lcm = named(folder, "loras/lcm_like.safetensors", "my lcm-lora");
        EditRequest r = facts.fill(plain.with("lora", lcm + " 0.9"));
        assertEquals("LCM 4 1 model", said(r));
        Path hyper = named(folder, "loras/lcm_like.safetensors", "Hyper-SD15-8steps-lora");
        assertEquals("DDIM 8 1 trailing", said(facts.fill(plain.with("lora", hyper))));
        assertEquals(
                "Euler 6 2 leading",
                said(facts.fill(plain.with("lora", hyper)
                        .with("scheduler", "euler")
                        .with("steps", 6)
                        .with("guidance", 2)
                        .with("spacing", "leading"))));
        assertEquals("model 50 7.5 model", said(facts.fill(plain.with("lora", lcm + " 0"))), "a LoRA that is off");
        Path ink = named(folder, "loras/lcm_like.safetensors", "ink");
        assertEquals("LCM 4 1 model", said(facts.fill(plain.with("lora", ink + "; " + lcm))), "the second of two");
        EditRequest edit = EditRequest.of(Task.EDIT)
                .with("prompt", "a")
                .with("target", "b")
                .with("lora", lcm);
        assertEquals("virtual", facts.fill(edit).get(Option.METHOD));
        assertTrue(facts.isOfFewSteps(plain.with("lora", lcm)));
        assertFalse(facts.isOfFewSteps(plain.with("lora", ink)));
        assertFalse(facts.isOfFewSteps(plain));
    }

    private static String said(EditRequest r) {
        return String.join(
                " ",
                List.of(r.get(Option.SCHEDULER), r.get(Option.STEPS), r.get(Option.GUIDANCE), r.get(Option.SPACING)));
    }

    /** No file tells the sampler of a model in one file: its name does, and the configuration beside it goes before that. */
    @Test
    void aModelInOneFileIsToldByItsName(@TempDir Path folder) throws IOException {
        UNetConfig unet = UNetConfig.of(unet());
        Path turbo = named(folder, "single/nano-sd2-ldm.safetensors", "sd_turbo");
        assertEquals(new Habits(4, 1, "Euler", "trailing"), Habits.of(new FileLayout(turbo), unet));
        Path other = named(folder, "single/nano-sd2-ldm.safetensors", "v2-1_768-ema");
        assertEquals(new Habits(50, 7.5), Habits.of(new FileLayout(other), unet));
        Files.createDirectories(folder.resolve("sd_turbo/unet"));
        Files.copy(REAL.resolve("sd-1.5/unet/config.json"), folder.resolve("sd_turbo/unet/config.json"));
        assertEquals(new Habits(50, 7.5), Habits.of(new FileLayout(turbo), unet));
    }

    /** A LoRA is not in the model's folder: that its sampler is asked for tells it. */
    @Test
    void theSamplerOfFewStepsBringsThemAlong() {
        assertEquals(Optional.of(new Habits(4, 1)), Habits.ofSampler("TCD"));
        assertEquals(Optional.empty(), Habits.ofSampler("Euler"));
        ModelFacts facts = ModelFacts.of(Path.of("src/test/resources/golden/models/tiny-sd1"));
        EditRequest plain = EditRequest.of(Task.GENERATE).with("prompt", "a red ball");
        EditRequest lcm = facts.fill(plain.with("scheduler", "LCM"));
        assertEquals("4", lcm.get(Option.STEPS));
        assertEquals("1", lcm.get(Option.GUIDANCE));
        assertEquals("50", facts.fill(plain).get(Option.STEPS));
        assertEquals(
                "6", facts.fill(plain.with("scheduler", "LCM").with("steps", 6)).get(Option.STEPS));
    }
}
