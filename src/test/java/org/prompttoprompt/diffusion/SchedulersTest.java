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
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.Refusal;
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
                List.of(801., 601., 401., 201., 1.),
                Schedulers.open(config(""), "DDIM", 5).timesteps());
        assertEquals(
                List.of(801., 601., 601., 401., 201., 1.),
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
        NoiseSchedule schedule = Ddim.schedule(Config.open(config));
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
                List.of(999., 799., 599., 399., 199.),
                Schedulers.open(trailing, "DDIM", 5).timesteps());
        Path linspace = config(", \"timestep_spacing\": \"linspace\"");
        assertEquals(
                List.of(999., 666., 333., 0.),
                Schedulers.open(linspace, "DDIM", 4).timesteps());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"trained_betas\": [0.1]          | trained_betas",
                "\"thresholding\": true            | thresholding",
                "\"rescale_betas_zero_snr\": true  | rescale_betas_zero_snr",
                "\"prediction_type\": \"flow\"     | prediction_type",
                "\"beta_schedule\": \"cosine\"     | beta_schedule",
                "\"timestep_spacing\": \"odd\"     | timestep_spacing",
                "\"surprise\": 1                   | surprise"
            })
    void whatIsNotThereIsRefusedByKeyAndFile(String option, String part) throws Exception {
        Path config = option.contains("beta_schedule")
                ? Files.writeString(folder.resolve("scheduler_config.json"), "{" + option + "}")
                : config(", " + option);
        String message = assertThrows(IllegalArgumentException.class, () -> Schedulers.open(config, "DDIM", 5))
                .getMessage();
        assertTrue(message.contains(part) && message.contains("scheduler_config.json"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"prediction_type\": \"foo\"     | DDIM | such as prediction=epsilon, or choose",
                "\"prediction_type\": \"foo\"     | PNDM | such as prediction=epsilon, or choose",
                "\"prediction_type\": \"sample\"  | PNDM | such as scheduler=DDIM, or choose",
                "\"timestep_spacing\": \"foo\"    | DDIM | such as spacing=leading, or choose",
                "\"trained_betas\": [0.1]         | PNDM | No sampler can use this: download the file again",
                "\"num_train_timesteps\": 0       | DDIM | No sampler can use this: download the file again",
                "\"num_train_timesteps\": 100001  | Euler | No sampler can use this: download the file again",
                "\"num_train_timesteps\": 1       | DDIM | No sampler can use this: download the file again",
                "\"num_train_timesteps\": 2       | PNDM PRK | Name another, such as scheduler=DDIM, with spacing=trailing",
                "\"beta_end\": 5                  | DDIM | it must be from 0.0000001 to 0.999. No sampler can use this",
                "\"beta_end\": 0.9                | Euler | nothing is left of an image. No sampler can use this",
                "\"beta_end\": 0.0001             | DDIM | must not be above beta_end = 1.0E-4. No sampler can use this",
                "\"beta_start\": 0                | UniPC | it must be from 0.0000001 to 0.999. No sampler can use this",
                "\"beta_start\": -0.1             | DDIM | it must be from 0.0000001 to 0.999. No sampler can use this",
                "\"beta_start\": 1e400            | DDIM | it must be from 0.0000001 to 0.999. No sampler can use this",
                "\"original_inference_steps\": 0  | LCM | it must be from 1 to 1000. Name a sampler, such as scheduler=DDIM",
                "\"timestep_scaling\": 0          | LCM | it must be above 0, and a number that single precision holds. Name",
                "\"sigma_min\": 0.1, \"use_karras_sigmas\": true | Euler | only models without it are. Name a sampler",
                "\"thresholding\": true           | UniPC | such as scheduler=DDIM, or choose"
            })
    void whatIsAdvisedIsWhatHelps(String option, String sampler, String cure) throws Exception {
        Path config = config(", " + option);
        Refusal refusal = assertThrows(Refusal.class, () -> Schedulers.open(config, sampler, 1));
        assertTrue(refusal.getMessage().contains(cure), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("scheduler_config.json"), refusal.getMessage());
    }

    /** As many and as few timesteps as are taken, and what the message above advises. */
    @Test
    void theTimestepsOfTheTrainingAreFromTwoToAHundredThousand() throws Exception {
        Path most = config(", \"num_train_timesteps\": 100000, \"beta_schedule\": \"squaredcos_cap_v2\"");
        assertEquals(List.of(1.), Schedulers.open(most, "DDIM", 1).timesteps());
        Path two = config(", \"num_train_timesteps\": 2, \"timestep_spacing\": \"trailing\"");
        assertEquals(List.of(1.), Schedulers.open(two, "DDIM", 1).timesteps());
    }

    /** That of XL takes its file's word for what the others' pipelines decide. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "steps_offset      | -5         | it must be from 0 to 1000. Say where the timesteps lie, such as spacing=trailing",
                "steps_offset      | 1000000000 | it must be from 0 to 1000. Say where the timesteps lie, such as spacing=trailing",
                "clip_sample_range | 0          | it must be above 0, and a number that single precision holds. Name a sampler that"
                        + " does not clip, such as scheduler=Euler",
                "clip_sample_range | -1         | it must be above 0, and a number that single precision holds. Name a sampler that"
                        + " does not clip, such as scheduler=Euler"
            })
    void whatTheFileSaysOfOffsetAndClippingIsLookedAt(String key, double value, String cure) throws Exception {
        Config bad = Config.open(config(", \"clip_sample\": true")).with(Map.of(key, value));
        Refusal refusal =
                assertThrows(Refusal.class, () -> Schedulers.sampler(Schedulers.ofPipeline(bad, true), "DDIM", 4));
        assertTrue(refusal.getMessage().contains(cure), refusal.getMessage());
        // What is advised helps, and the list calls the model usable therefore.
        Config asked = Schedulers.ofPipeline(bad, true);
        if (key.equals("steps_offset"))
            Schedulers.sampler(asked.with("timestep_spacing", "trailing", "spacing=trailing"), "DDIM", 4);
        else Schedulers.sampler(asked, "Euler", 4);
        Schedulers.requireUsable(bad);
    }

    @Test
    void betasOfPublishedModelsAreTaken() throws Exception {
        for (String betas : List.of(
                "\"beta_start\": 0.00085, \"beta_end\": 0.012, \"beta_schedule\": \"scaled_linear\"",
                "\"beta_start\": 0.0001, \"beta_end\": 0.02",
                "\"beta_schedule\": \"squaredcos_cap_v2\"",
                "\"beta_start\": 0.0015, \"beta_end\": 0.0155, \"beta_schedule\": \"scaled_linear\"",
                "\"beta_start\": 0.00085, \"beta_end\": 0.012, \"beta_schedule\": \"scaled_linear\","
                        + " \"rescale_betas_zero_snr\": true, \"prediction_type\": \"v_prediction\"")) {
            Path file = Files.writeString(folder.resolve("scheduler_config.json"), "{" + betas + "}");
            for (String name : List.of("DDIM", "Euler", "UniPC")) Schedulers.open(file, name, 4);
        }
    }

    @Test
    void pndmStepsByTheNoiseAndNotByTheImage() throws Exception {
        Path config = config(", \"prediction_type\": \"sample\"");
        assertInstanceOf(Ddim.class, Schedulers.open(config, "DDIM", 5));
        Refusal refusal = assertThrows(Refusal.class, () -> Schedulers.open(config, "PNDM", 5));
        assertTrue(refusal.getMessage().contains("prediction_type"), refusal.getMessage());
    }

    @Test
    void anUnknownSamplerAndTooManyStepsAreRefused() throws Exception {
        Path config = config("");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Schedulers.open(config, "Huen", 5))
                .getMessage()
                .contains("scheduler=DDIM, PNDM, "));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Schedulers.open(config, "DDIM", 1001))
                .getMessage()
                .contains("from 1 to 999"));
    }

    /** Steps of one timestep each begin, by the offset of 1, behind the last trained one. */
    @Test
    void theMostStepsStayWithinTheTrainedOnes() throws Exception {
        Path config = config("");
        for (String sampler : List.of("DDIM", "PNDM")) {
            assertEquals(999., Schedulers.open(config, sampler, 999).timesteps().get(0));
            assertThrows(IllegalArgumentException.class, () -> Schedulers.open(config, sampler, 1000));
        }
        assertEquals(
                999.,
                Schedulers.open(config(", \"timestep_spacing\": \"linspace\""), "DDIM", 1000)
                        .timesteps()
                        .get(0));
    }

    /** Absent, the option asks for Runge-Kutta steps: then the name in the recipe says so. */
    @Test
    void aFileOfASamplerWithFormsNamesOneOfThem() throws Exception {
        assertEquals("PNDM PRK", Schedulers.sampler(config(""), "model", 5).name());
        assertEquals(
                "PNDM",
                Schedulers.sampler(config(", \"skip_prk_steps\": true"), "model", 5)
                        .name());
        Path dpm = Files.writeString(
                folder.resolve("dpm.json"),
                "{\"_class_name\": \"DPMSolverMultistepScheduler\", \"algorithm_type\": \"sde-dpmsolver++\","
                        + " \"use_karras_sigmas\": true}");
        assertEquals("DPM++ 2M SDE Karras", Schedulers.sampler(dpm, "model", 5).name());
    }

    /** A key of a sampler that is not used changes nothing; a file that begins with an underscore is a note. */
    @Test
    void keysOfOtherSamplersAndNotesArePassedOver() throws Exception {
        Path config = config(", \"skip_prk_steps\": false, \"use_karras_sigmas\": true, \"algorithm_type\": \"sde\","
                + " \"_note\": 7, \"final_sigmas_type\": \"zero\"");
        assertInstanceOf(Ddim.class, Schedulers.open(config, "DDIM", 5));
        assertInstanceOf(Pndm.class, Schedulers.open(config, "PNDM", 5));
        Path thresholding = config(", \"thresholding\": true, \"rescale_betas_zero_snr\": true");
        assertInstanceOf(Pndm.class, Schedulers.open(thresholding, "PNDM", 5));
        assertThrows(IllegalArgumentException.class, () -> Schedulers.open(thresholding, "DDIM", 5));
    }

    /** Formula of DDIM's inversion, and a step forward after it with the same noise in the latents. */
    @ParameterizedTest
    @ValueSource(strings = {"epsilon", "v_prediction", "sample"})
    void aStepTurnedRoundAndTakenAgainReturnsTheLatents(String prediction) throws Exception {
        Path config = config(", \"set_alpha_to_one\": false, \"prediction_type\": \"" + prediction + "\"");
        NoiseSchedule schedule = Ddim.schedule(Config.open(config));
        try (NDManager manager = PyTorch.newManager()) {
            Scheduler ddim = Schedulers.open(config, "DDIM", 5);
            NDArray image = manager.create(new float[] {0.5f, -0.25f});
            NDArray epsilon = manager.create(new float[] {-1, 0.75f});
            for (int i = 0; i < 5; i++) {
                double t = ddim.timesteps().get(i);
                double after = schedule.alpha(t - 200);
                double before = schedule.alpha(t);
                NDArray latents = NoiseSchedule.noised(image, epsilon, after);
                NDArray inverse = ddim.inverse(latents, output(prediction, image, epsilon, after), i);
                for (int k = 0; k < 2; k++) {
                    double expected =
                            Math.sqrt(before) * image.getFloat(k) + Math.sqrt(1 - before) * epsilon.getFloat(k);
                    assertEquals(expected, inverse.getFloat(k), 1e-4);
                }
                NDArray again = ddim.step(inverse, output(prediction, image, epsilon, before), i, null);
                assertEquals(0, again.sub(latents).abs().max().getFloat(), 1e-4, "step " + i);
            }
        }
    }

    @Test
    void pndmHasNoStepsToTurnRound() throws Exception {
        Scheduler pndm = Schedulers.open(config(""), "PNDM", 5);
        assertTrue(assertThrows(Refusal.class, () -> pndm.inverse(null, null, 0))
                .getMessage()
                .contains("scheduler=DDIM"));
    }

    /** What a network that knows image and noise answers. */
    private static NDArray output(String prediction, NDArray image, NDArray epsilon, double alpha) {
        return switch (prediction) {
            case "sample" -> image;
            case "v_prediction" -> epsilon.mul(Math.sqrt(alpha)).sub(image.mul(Math.sqrt(1 - alpha)));
            default -> epsilon;
        };
    }

    /** Lin et al. 2024: the last timestep is pure noise, the first as before; for a network that predicts v. */
    @Test
    void zeroTerminalNoiseLeavesNothingOfTheImage() throws Exception {
        Path config = config(", \"rescale_betas_zero_snr\": true, \"prediction_type\": \"v_prediction\"");
        NoiseSchedule rescaled = Ddim.schedule(Config.open(config));
        NoiseSchedule plain = PndmMove.schedule(Config.open(config));
        assertEquals(0, rescaled.alpha(999), 1e-12);
        assertEquals(plain.alpha(0), rescaled.alpha(0), 1e-6);
        double root = Math.sqrt(plain.alpha(500)) - Math.sqrt(plain.alpha(999));
        double scale = Math.sqrt(plain.alpha(0)) / (Math.sqrt(plain.alpha(0)) - Math.sqrt(plain.alpha(999)));
        assertEquals(Math.pow(root * scale, 2), rescaled.alpha(500), 1e-5);
    }

    /** Absent, it is false for PNDM and true for DDIM in diffusers. */
    @Test
    void theLastAlphaIsTheSamplersOwnDefault() throws Exception {
        NoiseSchedule pndm = PndmMove.schedule(Config.open(config("")));
        assertEquals(pndm.alpha(0), pndm.alpha(-1));
        Path ddim = Files.writeString(folder.resolve("ddim.json"), "{\"_class_name\": \"DDIMScheduler\"}");
        assertEquals(1, Ddim.schedule(Config.open(ddim)).alpha(-1));
    }

    private List<Integer> evaluations(String sampler, int steps) throws Exception {
        Scheduler scheduler = Schedulers.open(config(""), sampler, steps);
        return IntStream.rangeClosed(0, steps)
                .map(scheduler::evaluation)
                .boxed()
                .toList();
    }
}
