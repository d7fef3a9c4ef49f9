package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** Models whose files change, vanish, cannot be written or are not whole, and many of them in turn. */
class OnDiskTest {
    private static final Path TINY = Path.of("src/test/resources/golden/models/tiny-sd1");
    private static final int LOADS = 85;
    private static final long MOST_GROWTH = 60_000_000;

    @TempDir
    private Path folder;

    private Path copy(String name) throws IOException {
        Path copy = folder.resolve(name);
        try (Stream<Path> files = Files.walk(TINY)) {
            for (Path file : files.toList())
                Files.copy(file, copy.resolve(TINY.relativize(file).toString()));
        }
        return copy;
    }

    private static EditRequest request(Path model) {
        return EditRequest.of(Task.GENERATE)
                .with(Option.PROMPT, "a red car on the street")
                .with(Option.MODEL, model.toAbsolutePath())
                .with(Option.STEPS, 1)
                .with(Option.SCHEDULER, "DDIM");
    }

    private static int[] pixels(EditResult result) {
        return result.frames().get(0).image().update(null).getCurrentStorageArray();
    }

    @Test
    void aModelThatChangesOnDiskIsReadAnewAndOneThatVanishesIsTold() throws IOException {
        Path model = copy("changing");
        Path weights = model.resolve("unet/diffusion_pytorch_model.safetensors");
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            EditResult before = p2p.run(request(model), Progress.NONE);
            assertArrayEquals(pixels(before), pixels(p2p.run(request(model), Progress.NONE)));
            // The last tensors become those of another file of the same size: a byte of each number's fraction.
            byte[] bytes = Files.readAllBytes(weights);
            for (int i = bytes.length - 4000; i < bytes.length; i += 4) bytes[i + 2] ^= 0x40;
            Path other = Files.write(folder.resolve("other"), bytes);
            Files.move(other, weights, StandardCopyOption.REPLACE_EXISTING);
            EditResult after = p2p.run(request(model), Progress.NONE);
            assertFalse(Arrays.equals(pixels(before), pixels(after)));
            assertFalse(
                    before.request().get(Option.MODEL).equals(after.request().get(Option.MODEL)));
            Files.delete(weights);
            String told = assertThrows(Refusal.class, () -> p2p.run(request(model), Progress.NONE))
                    .getMessage();
            assertTrue(told.contains("has no weights"), told);
            // What goes on to be there goes on to run.
            assertEquals(1, p2p.run(request(TINY), Progress.NONE).frames().size());
        }
    }

    @Test
    void aHalfDownloadedFileIsCalledThat() throws IOException {
        Path model = copy("half");
        Path weights = model.resolve("unet/diffusion_pytorch_model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        for (int length : List.of(bytes.length / 2, bytes.length - 1)) {
            Files.write(weights, Arrays.copyOf(bytes, length));
            try (PromptToPrompt p2p = new PromptToPrompt()) {
                String told = assertThrows(Refusal.class, () -> p2p.run(request(model), Progress.NONE))
                        .getMessage();
                assertTrue(
                        told.contains("stopped half-way")
                                && told.contains("Download or copy it again")
                                && told.contains(weights.toString()),
                        told);
            }
        }
    }

    @Test
    void aFolderThatCannotBeWrittenRuns() throws IOException {
        Path model = copy("read only 只读");
        try (Stream<Path> files = Files.walk(model)) {
            files.forEach(file -> file.toFile().setWritable(false));
        }
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            assertEquals(1, p2p.run(request(model), Progress.NONE).frames().size());
        } finally {
            try (Stream<Path> files = Files.walk(model)) {
                files.forEach(file -> file.toFile().setWritable(true));
            }
        }
    }

    /** Of all layouts in turn: no memory that stays. */
    @Test
    void fiftyLoadsOfAllLayoutsInTurnLeaveNothing() throws IOException {
        Path models = TINY.getParent();
        Path file = Files.copy(
                models.resolve("single/tiny-sd1-ldm-f16-ema.safetensors"), folder.resolve("one.safetensors"));
        for (String part : List.of("unet", "vae", "text_encoder", "scheduler", "tokenizer")) {
            Files.createDirectories(folder.resolve("one").resolve(part));
            try (Stream<Path> configs = Files.list(TINY.resolve(part))) {
                for (Path config : configs.filter(f -> !f.toString().endsWith(".safetensors"))
                        .toList())
                    Files.copy(config, folder.resolve("one").resolve(part).resolve(config.getFileName()));
            }
        }
        ModelSpec.LoraUse lora = new ModelSpec.LoraUse(models.resolve("loras/kohya_conv_ranks.safetensors"), 1);
        List<ModelSpec> all = List.of(
                ModelSpec.of(TINY),
                ModelSpec.of(Path.of("models/mini")),
                ModelSpec.of(file),
                ModelSpec.of(models.resolve("tiny-sdxl")),
                new ModelSpec(
                        TINY,
                        List.of(lora, lora),
                        List.of(),
                        java.util.Optional.of(models.resolve("tiny-taesd")),
                        "model"));
        long before = 0;
        for (int load = 0; load < LOADS; load++) {
            ModelSpec spec = all.get(load % all.size());
            PyTorch.call(() -> {
                StableDiffusion.open(spec, Opening.PLAIN).close();
                return null;
            });
            if (load == 7 * all.size()) before = resident(); // Java's heap has had its first rounds by then
        }
        long growth = resident() - before;
        System.out.printf("fifty more loads: %.1f MB grown%n", growth / 1e6);
        assertTrue(growth < MOST_GROWTH, "grown by " + growth + " bytes");
    }

    /** Another model takes the place of the one before, and back again draws the same. */
    @Test
    void twoModelsInTurnDrawEachItsOwn() {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            Path xl = TINY.resolveSibling("tiny-sdxl");
            int[] first = pixels(p2p.run(request(TINY), Progress.NONE));
            int[] other = pixels(p2p.run(request(xl), Progress.NONE));
            assertArrayEquals(first, pixels(p2p.run(request(TINY), Progress.NONE)));
            assertArrayEquals(other, pixels(p2p.run(request(xl), Progress.NONE)));
        }
    }

    /** The process's memory where Linux tells it. */
    private static long resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) return 0;
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
