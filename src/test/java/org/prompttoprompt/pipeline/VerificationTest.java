package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.model.Folders;
import org.prompttoprompt.model.PublishedCase;
import org.prompttoprompt.model.PublishedName;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

class VerificationTest {
    private static EditRequest tiny() {
        return EditRequest.of(Task.GENERATE)
                .with(
                        Option.MODEL,
                        Path.of("src/test/resources/golden/models/tiny-sd1").toAbsolutePath());
    }

    @Test
    void anyModelIsLookedAt() {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            String report = p2p.verify(tiny(), "", Progress.NONE);
            assertTrue(report.contains("No pixels are known to be published of 'tiny-sd1'"), report);
            assertTrue(report.contains("None of the models whose pixels are published is built like it"), report);
            assertTrue(
                    report.contains("Prompt-to-Prompt ")
                            && report.contains("Java " + System.getProperty("java.version")),
                    report);
            assertTrue(!Files.exists(Path.of("/proc/self/status")) || report.contains("the process has held "), report);
            assertTrue(report.contains("OK    attention rows sum to 1"), report);
            assertTrue(report.contains("OK    an image of 3 steps has no invalid numbers"), report);
            assertTrue(report.contains("s per step of 64 x 64 pixels"), report);
        }
    }

    /** What a run has found in files that are the same still is told before they are all read again. */
    @Test
    void whatARunHasFoundIsTold(@TempDir Path folder) throws IOException {
        Path model = Folders.copy(Path.of("src/test/resources/golden/models/tiny-sd1"), folder.resolve("none"));
        Path unet = model.resolve("unet/diffusion_pytorch_model.safetensors");
        byte[] bytes = Files.readAllBytes(unet);
        Arrays.fill(bytes, bytes.length - 4, bytes.length, (byte) -1);
        Files.write(unet, bytes);
        EditRequest request = tiny().with(Option.MODEL, model);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            String first = assertThrows(Refusal.class, () -> p2p.verify(request, "", Progress.NONE))
                    .getMessage();
            assertTrue(first.contains("(NaN or infinite)") && !first.contains("A run on"), first);
            String then = assertThrows(Refusal.class, () -> p2p.verify(request, "", Progress.NONE))
                    .getMessage();
            assertTrue(then.matches("A run on \\S+ has found: \\Q" + first + "\\E"), then);
        }
    }

    @Test
    void anInpaintingModelIsLookedAtToo() {
        Path model = Path.of("src/test/resources/golden/models/tiny-inpaint").toAbsolutePath();
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            String report = p2p.verify(tiny().with(Option.MODEL, model), "", Progress.NONE);
            assertTrue(report.contains("OK    attention rows sum to 1"), report);
            assertTrue(report.contains("OK    an image of 3 steps has no invalid numbers"), report);
        }
    }

    @Test
    void anotherModelThanThePublishedDoesNotAgree() {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            Refusal refusal = assertThrows(Refusal.class, () -> p2p.verify(tiny(), "runwayml/unknown", Progress.NONE));
            assertTrue(refusal.getMessage().contains("CompVis/stable-diffusion-v1-4"), refusal.getMessage());
            String report = p2p.verify(tiny(), "CompVis/stable-diffusion-v1-1", Progress.NONE);
            assertTrue(report.contains("FAIL  sd1.1-pndm: this is another kind of model"), report);
        }
    }

    /** A model in one file is told by the name under which it is published. */
    @Test
    void aModelInOneFileIsVerifiedToo(@TempDir Path folder) throws IOException {
        Path models = Path.of("src/test/resources/golden/models");
        Path file = Files.copy(
                models.resolve("single/tiny-sd1-ldm-f16-ema.safetensors"), folder.resolve("sd-v1-4.safetensors"));
        for (String part : new String[] {"unet", "vae", "text_encoder", "scheduler", "tokenizer"}) {
            try (Stream<Path> configs = Files.list(models.resolve("tiny-sd1").resolve(part))) {
                for (Path config : configs.filter(f -> !f.toString().endsWith(".safetensors"))
                        .toList()) {
                    Path copy = folder.resolve("sd-v1-4").resolve(part).resolve(config.getFileName());
                    Files.createDirectories(copy.getParent());
                    Files.copy(config, copy);
                }
            }
        }
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            String report = p2p.verify(tiny().with(Option.MODEL, file), "", Progress.NONE);
            assertTrue(report.startsWith("Model: sd-v1-4@"), report);
            assertTrue(report.contains("FAIL  sd1.4-"), report);
            assertTrue(report.contains("OK    attention rows sum to 1"), report);
            assertTrue(report.contains("told by its name"), report);
        }
    }

    /** What agreed once is known by its hash, whatever it is called; what did not is not. */
    @Test
    void aModelThatAgreedIsToldByItsHash() {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            p2p.onModel(tiny(), Progress.NONE, model -> {
                assertEquals(Optional.empty(), PublishedName.of(model));
                PublishedName.agrees(model, "CompVis/stable-diffusion-v1-4");
                PublishedName name = PublishedName.of(model).orElseThrow();
                assertEquals("CompVis/stable-diffusion-v1-4", name.name());
                assertTrue(name.by().contains("hash"), name.by());
                return null;
            });
            try {
                String report = p2p.verify(tiny(), "", Progress.NONE);
                assertTrue(report.contains("Published as CompVis/stable-diffusion-v1-4, told by its hash"), report);
                assertTrue(report.contains("FAIL  sd1.4-ddim"), report);
            } finally {
                p2p.onModel(tiny(), Progress.NONE, model -> {
                    PublishedName.agrees(model, "");
                    assertEquals(Optional.empty(), PublishedName.of(model));
                    return null;
                });
            }
        }
    }

    @Test
    void theNameOfADownloadIsThatOfItsSource(@TempDir Path folder) throws IOException {
        Path model = Folders.copy(Folders.MODELS.resolve("tiny-sd1"), folder.resolve("mine"));
        Files.writeString(model.resolve("installed.json"), "{\"source\": \"stabilityai/stable-diffusion-2-base\"}");
        Path hub = Folders.copy(
                Folders.MODELS.resolve("tiny-sd1"),
                folder.resolve("models--CompVis--stable-diffusion-v1-1/snapshots/0123"));
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            for (String[] told : new String[][] {
                {model.toString(), "stabilityai/stable-diffusion-2-base, told by the place"},
                {hub.toString(), "CompVis/stable-diffusion-v1-1, told by its name"}
            }) {
                String report = p2p.verify(tiny().with(Option.MODEL, told[0]), "model", Progress.NONE);
                assertTrue(report.contains("Published as " + told[1]), report);
            }
        }
    }

    @Test
    void namesOfSingleFilesAreThoseOfTheirModels() {
        assertTrue(PublishedCase.all().get(2).isOf("SD-v1-4"));
        assertFalse(PublishedCase.all().get(2).isOf("sd-v1-5"));
        for (String name : new String[] {"sd-v1-1", "512-base-ema", "768-v-ema", "LCM_Dreamshaper_v7_4k"})
            assertTrue(PublishedCase.all().stream().anyMatch(c -> c.isOf(name)), name);
    }

    @Test
    void theCasesComeWithThePlugin() {
        assertEquals(10, PublishedCase.all().size());
        PublishedCase ddim = PublishedCase.all().get(2);
        assertTrue(ddim.isOf("stable-diffusion-v1-4") && ddim.isOf("CompVis/stable-diffusion-v1-4"));
        assertFalse(ddim.isOf("stable-diffusion-v1-5"));
        assertEquals(509, ddim.corner());
        assertEquals(253, PublishedCase.all().get(7).corner());
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                NDArray noise = PublishedCase.noise(manager, ddim.latents());
                assertEquals(new Shape(1, 4, 64, 64), noise.getShape());
                NDArray image = manager.zeros(new Shape(1, 3, 512, 512));
                for (int i = 0; i < 9; i++) {
                    image.set(
                            new ai.djl.ndarray.index.NDIndex("0,2," + (509 + i / 3) + "," + (509 + i % 3)),
                            ddim.expected().get(i).floatValue() + (i == 4 ? .25f : 0));
                }
                assertEquals(.25, ddim.difference(image), 1e-6);
            }
            return null;
        });
    }
}
