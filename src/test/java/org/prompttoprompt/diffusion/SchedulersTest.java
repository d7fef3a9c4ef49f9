package org.prompttoprompt.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.engine.PyTorch;

class SchedulersTest {
    @TempDir
    Path folder;

    private Path config(String more) throws Exception {
        return Files.writeString(
                folder.resolve("scheduler_config.json"),
                "{\"_class_name\": \"PNDMScheduler\", \"beta_start\": 0.00085, \"beta_end\": 0.012,"
                        + " \"beta_schedule\": \"scaled_linear\"" + more + "}");
    }

    @Test
    void theFileNamesTheSamplerUnlessTheUserDoes() throws Exception {
        Path config = config(", \"skip_prk_steps\": true");
        assertInstanceOf(Pndm.class, Schedulers.open(config, "model", 50));
        assertInstanceOf(Ddim.class, Schedulers.open(config, "ddim", 50));
    }

    @Test
    void namesDoNotDependOnTheUsersLanguage() throws Exception {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertInstanceOf(Ddim.class, Schedulers.open(config(""), "ddim", 50));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void timestepsEndAtTheOffset() throws Exception {
        assertEquals(
                List.of(801, 601, 401, 201, 1),
                Schedulers.open(config(""), "DDIM", 5).timesteps());
        assertEquals(
                List.of(801, 601, 601, 401, 201, 1),
                Schedulers.open(config(""), "PNDM", 5).timesteps());
        // Its second evaluation corrects the first step: a window of one step holds both, one of all steps all.
        assertEquals(List.of(0, 2, 3, 4, 5, 6), evaluations("PNDM", 5));
        assertEquals(List.of(0, 1), evaluations("PNDM", 1));
        assertEquals(List.of(0, 1, 2, 3, 4, 5), evaluations("DDIM", 5));
    }

    /** An image of 0.5 with noise of -1 added as much as the timestep says is found again. */
    @Test
    void findsTheImageBelowTheNoise() throws Exception {
        Path config = config("");
        NoiseSchedule schedule = NoiseSchedule.of(Config.open(config));
        try (NDManager manager = PyTorch.newManager()) {
            for (String sampler : List.of("DDIM", "PNDM")) {
                Scheduler scheduler = Schedulers.open(config, sampler, 5);
                for (int i = 0; i < scheduler.timesteps().size(); i++) {
                    double alpha = schedule.alpha(scheduler.timesteps().get(i));
                    NDArray noisy =
                            manager.create(new float[] {(float) (0.5 * Math.sqrt(alpha) - Math.sqrt(1 - alpha))});
                    NDArray original = scheduler.original(noisy, manager.create(new float[] {-1}), i);
                    assertEquals(0.5, original.getFloat(0), 1e-5, sampler + " " + i);
                }
            }
        }
    }

    @Test
    void otherSpacings() throws Exception {
        Path trailing = config(", \"timestep_spacing\": \"trailing\"");
        assertEquals(
                List.of(999, 799, 599, 399, 199),
                Schedulers.open(trailing, "DDIM", 5).timesteps());
        Path linspace = config(", \"timestep_spacing\": \"linspace\"");
        assertEquals(
                List.of(999, 666, 333, 0), Schedulers.open(linspace, "DDIM", 4).timesteps());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"trained_betas\": [0.1]          | trained_betas",
                "\"thresholding\": true            | thresholding",
                "\"rescale_betas_zero_snr\": true  | rescale_betas_zero_snr",
                "\"prediction_type\": \"sample\"   | prediction_type",
                "\"skip_prk_steps\": false         | skip_prk_steps",
                "\"beta_schedule\": \"cosine\"     | beta_schedule",
                "\"surprise\": 1                   | surprise"
            })
    void whatIsNotThereIsRefusedByKeyAndFile(String option, String told) throws Exception {
        Path config = option.contains("beta_schedule")
                ? Files.writeString(folder.resolve("scheduler_config.json"), "{" + option + "}")
                : config(", " + option);
        String message = assertThrows(IllegalArgumentException.class, () -> Schedulers.open(config, "DDIM", 5))
                .getMessage();
        assertTrue(message.contains(told) && message.contains("scheduler_config.json"), message);
    }

    @Test
    void anUnknownSamplerAndTooManyStepsAreRefused() throws Exception {
        Path config = config("");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Schedulers.open(config, "Heun", 5))
                .getMessage()
                .contains("scheduler=DDIM or scheduler=PNDM"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Schedulers.open(config, "DDIM", 1001))
                .getMessage()
                .contains("from 1 to 999"));
    }

    /** Steps of one timestep each begin, by the offset of 1, behind the last trained one. */
    @Test
    void theMostStepsStayWithinTheTrainedOnes() throws Exception {
        Path config = config("");
        for (String sampler : List.of("DDIM", "PNDM")) {
            assertEquals(999, Schedulers.open(config, sampler, 999).timesteps().get(0));
            assertThrows(IllegalArgumentException.class, () -> Schedulers.open(config, sampler, 1000));
        }
        assertEquals(
                999,
                Schedulers.open(config(", \"timestep_spacing\": \"linspace\""), "DDIM", 1000)
                        .timesteps()
                        .get(0));
    }

    @Test
    void aPndmFileMustSayThatItTakesNoRungeKuttaSteps() throws Exception {
        Path config = config("");
        String message = assertThrows(IllegalArgumentException.class, () -> Schedulers.open(config, "model", 5))
                .getMessage();
        assertTrue(message.contains("skip_prk_steps") && message.contains("scheduler=PNDM"), message);
    }

    /** Absent, it is false for PNDM and true for DDIM in diffusers. */
    @Test
    void theLastAlphaIsTheSamplersOwnDefault() throws Exception {
        NoiseSchedule pndm = NoiseSchedule.of(Config.open(config("")));
        assertEquals(pndm.alpha(0), pndm.alpha(-1));
        Path ddim = Files.writeString(folder.resolve("ddim.json"), "{\"_class_name\": \"DDIMScheduler\"}");
        assertEquals(1, NoiseSchedule.of(Config.open(ddim)).alpha(-1));
    }

    private List<Integer> evaluations(String sampler, int steps) throws Exception {
        Scheduler scheduler = Schedulers.open(config(""), sampler, steps);
        return IntStream.rangeClosed(0, steps)
                .map(scheduler::evaluation)
                .boxed()
                .toList();
    }
}
