package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

    @Test
    void aNetworkThatTakesTheGuidanceHasThatOfItsPipeline() {
        UNetConfig lcm = UNetConfig.of(unet().with(Map.of("time_cond_proj_dim", 256)));
        assertEquals(new Habits(4, 8.5), Habits.of(lcm, Config.open(REAL.resolve("schedulers/07_LCM.json"))));
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
