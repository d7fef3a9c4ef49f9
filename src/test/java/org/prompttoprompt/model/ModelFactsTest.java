package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Settings;
import org.prompttoprompt.request.Task;

/** A dialog asks for them on the event thread, whatever else goes on. */
class ModelFactsTest {
    @Test
    void areToldWhileTheEngineComputes() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread job = new Thread(() -> PyTorch.call(() -> {
            busy.countDown();
            done.await();
            return null;
        }));
        job.start();
        busy.await();
        try {
            EditRequest filled = assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> PromptToPrompt.resolve(EditRequest.of(Task.SWAP)));
            assertEquals("10", filled.get(Option.STEPS));
            assertEquals("1", filled.get(Option.GUIDANCE));
            assertEquals("0.5", filled.get(Option.TAU));
            assertEquals("0.4 within tau", filled.get(Option.SELFATTENTION));
            assertEquals(
                    "1", PromptToPrompt.resolve(EditRequest.of(Task.REWEIGHT)).get(Option.TAU));
            assertEquals("128", filled.get(Option.WIDTH));
            assertEquals("16", filled.get(Option.SELFRESOLUTION));
        } finally {
            done.countDown();
            job.join();
        }
    }

    /** Ways into an image that act through guidance bring some along, or would be another way. */
    @Test
    void waysInThatActThroughGuidanceAreGuided() {
        EditRequest edit =
                EditRequest.of(Task.EDIT).with("prompt", "a red ball").with("target", "a blue ball");
        for (String method : new String[] {"negative", "proximal", "nulltext"}) {
            EditRequest asked = edit.with("method", method);
            assertEquals("2", PromptToPrompt.resolve(asked).get(Option.GUIDANCE), method);
            EditRequest none = PromptToPrompt.resolve(asked.with("guidance", 1));
            String told = assertThrows(Refusal.class, () -> Settings.of(none)).getMessage();
            assertTrue(told.startsWith("method=" + method + " acts through guidance"), told);
        }
        for (String method : new String[] {"ddim", "direct", "virtual"})
            assertEquals(
                    "1", PromptToPrompt.resolve(edit.with("method", method)).get(Option.GUIDANCE), method);
    }

    /** A negative prompt acts through guidance: it brings some along where the model's own is none, and is not dropped where 1 is asked for. */
    @Test
    void aNegativePromptIsNeverWithoutGuidance() {
        EditRequest rain = EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("negative", "grass");
        assertEquals("2", PromptToPrompt.resolve(rain).get(Option.GUIDANCE));
        assertEquals("3", PromptToPrompt.resolve(rain.with("guidance", 3)).get(Option.GUIDANCE));
        assertEquals("1", PromptToPrompt.resolve(rain.with("negative", " ")).get(Option.GUIDANCE));
        EditRequest ordinary = rain.with("model", "src/test/resources/golden/models/tiny-sd1");
        assertEquals("7.5", PromptToPrompt.resolve(ordinary).get(Option.GUIDANCE));
        EditRequest none = PromptToPrompt.resolve(rain.with("guidance", 1));
        assertEquals("1", none.get(Option.GUIDANCE));
        String refused = assertThrows(Refusal.class, () -> Settings.of(none)).getMessage();
        assertEquals(
                "negative=grass: a negative prompt acts through guidance, and guidance=1 is none."
                        + " Give guidance=2, or leave negative empty.",
                refused);
    }

    /** What is the same request is the same recipe, so that a kept source is known again. */
    @Test
    void numbersAndSamplersAreWrittenInOneWay() {
        EditRequest typed = EditRequest.of(Task.SWAP)
                .with("steps", "1e1")
                .with("guidance", "03.50")
                .with("width", "64.0")
                .with("height", "+64")
                .with("selfresolution", "8.")
                .with("threshold", ".30")
                .with("blendfrom", "2e-1")
                .with("seed", "4.2e1")
                .with("scheduler", "ddim");
        EditRequest plain = EditRequest.of(Task.SWAP)
                .with("steps", "10")
                .with("guidance", "3.5")
                .with("width", "64")
                .with("height", "64")
                .with("selfresolution", "8")
                .with("threshold", "0.3")
                .with("blendfrom", "0.2")
                .with("seed", "42")
                .with("scheduler", "DDIM");
        EditRequest filled = PromptToPrompt.resolve(typed);
        assertEquals(PromptToPrompt.resolve(plain).toText(), filled.toText());
        plain.values().forEach((option, text) -> assertEquals(text, filled.get(option), option.key()));
        EditRequest sweep = EditRequest.of(Task.GENERATE).with("seed", "0:1:3").with("scheduler", "Euler");
        assertEquals("0:1:3", PromptToPrompt.resolve(sweep).get(Option.SEED));
        assertEquals("Euler", PromptToPrompt.resolve(sweep).get(Option.SCHEDULER));
    }

    /** Of a folder whose weights are missing they are told too, and a configuration that is missing is named. */
    @Test
    void needNoWeights(@TempDir Path folder) throws Exception {
        Path tiny = Path.of("src/test/resources/golden/models/tiny-sd1");
        for (String part : new String[] {"tokenizer", "text_encoder", "scheduler", "vae", "unet"})
            Files.createDirectory(folder.resolve(part));
        EditRequest request = EditRequest.of(Task.GENERATE).with(Option.MODEL, folder);
        String missing = assertThrows(IllegalArgumentException.class, () -> PromptToPrompt.resolve(request))
                .getMessage();
        assertTrue(missing.contains("config.json"), missing);
        for (String part : new String[] {"vae", "unet"})
            Files.copy(tiny.resolve(part).resolve("config.json"), folder.resolve(part + "/config.json"));
        String sampler = "scheduler/scheduler_config.json";
        Files.copy(tiny.resolve(sampler), folder.resolve(sampler));
        assertEquals("50", PromptToPrompt.resolve(request).get(Option.STEPS));
    }
}
