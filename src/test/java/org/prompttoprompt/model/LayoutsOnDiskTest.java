package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** What may happen to files on a disk happens to those of every layout, in a folder with spaces and letters of other scripts. */
class LayoutsOnDiskTest {
    private static final Path MODELS =
            Path.of("src/test/resources/golden/models").toAbsolutePath();

    /** Each layout, with its file of weights that something happens to. */
    private enum Layout {
        FOLDER("tiny-sd1", "tiny-sd1/unet/diffusion_pytorch_model.safetensors", Option.MODEL),
        ENCODER("tiny-sd1", "tiny-sd1/text_encoder/model.safetensors", Option.MODEL),
        XL("tiny-sdxl", "tiny-sdxl/unet/diffusion_pytorch_model.safetensors", Option.MODEL),
        SECOND_ENCODER("tiny-sdxl", "tiny-sdxl/text_encoder_2/model.safetensors", Option.MODEL),
        FILE("single", "single/tiny-sd1-ldm-f16-ema.safetensors", Option.MODEL),
        LORA("loras", "loras/kohya_conv_ranks.safetensors", Option.LORA),
        WORDS("embeddings", "embeddings/three-vectors.safetensors", Option.EMBEDDINGS),
        VAE("tiny-taesd", "tiny-taesd/diffusion_pytorch_model.safetensors", Option.VAE);

        private final String folder;
        private final String file;
        private final Option option;

        Layout(String folder, String file, Option option) {
            this.folder = folder;
            this.file = file;
            this.option = option;
        }

        /** Copies it to a place that users have; a single file comes with its configurations. */
        Path copy(Path to) throws IOException {
            Path place = Files.createDirectories(to.resolve("My models 模型 ü"));
            LayoutsOnDiskTest.copy(MODELS.resolve(folder), place.resolve(folder), true);
            Path weights = place.resolve(file);
            if (this == FILE) {
                String name = weights.getFileName().toString().replace(".safetensors", "");
                LayoutsOnDiskTest.copy(MODELS.resolve("tiny-sd1"), weights.resolveSibling(name), false);
            }
            return weights;
        }

        /** A request for a model with what this is, at its option. */
        EditRequest request(Path weights) {
            boolean whole = this == FILE || option == Option.LORA || option == Option.EMBEDDINGS;
            Path folderOf = weights;
            while (!whole && !folderOf.getFileName().toString().equals(folder)) folderOf = folderOf.getParent();
            EditRequest request = EditRequest.of(Task.GENERATE)
                    .with(Option.PROMPT, this == WORDS ? "a <style> car" : "a red car on the street")
                    .with(Option.MODEL, MODELS.resolve("tiny-sd1"))
                    .with(Option.STEPS, 1)
                    .with(Option.SCHEDULER, "DDIM");
            return request.with(option, folderOf);
        }
    }

    @TempDir
    private Path folder;

    private static void copy(Path from, Path to, boolean weights) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                if (!weights && file.toString().endsWith(".safetensors")) continue;
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(copy);
                else Files.copy(file, copy);
                if (Files.isRegularFile(copy)) copy.toFile().setWritable(true);
            }
        }
    }

    private static int[] pixels(EditResult result) {
        return result.frames().get(0).image().update(null).getCurrentStorageArray();
    }

    private static EditResult run(PromptToPrompt p2p, EditRequest request) {
        return p2p.run(request, Progress.NONE);
    }

    private static String refusal(PromptToPrompt p2p, EditRequest request) {
        return assertThrows(Refusal.class, () -> run(p2p, request)).getMessage();
    }

    /** Another file of the same size: the numbers of all tensors with the other sign. */
    private static byte[] negated(byte[] file) {
        byte[] other = file.clone();
        int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String text = new String(file, 8, header);
        int bytes = text.contains("\"F16\"") ? 2 : 4;
        for (int i = 8 + header + bytes - 1; i < other.length; i += bytes) other[i] ^= (byte) 0x80;
        return other;
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatChangesWhileItIsLoadedIsReadAnewAndOneThatVanishesIsTold(Layout layout) throws IOException {
        Path weights = layout.copy(folder);
        EditRequest request = layout.request(weights);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            EditResult before = run(p2p, request);
            assertArrayEquals(pixels(before), pixels(run(p2p, request)));
            Path other = Files.write(folder.resolve("other"), negated(Files.readAllBytes(weights)));
            Files.move(other, weights, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            EditResult after = run(p2p, request);
            assertFalse(Arrays.equals(pixels(before), pixels(after)), "the old weights drew");
            assertFalse(
                    before.request().get(layout.option).equals(after.request().get(layout.option)));
            Files.delete(weights);
            String told = refusal(p2p, request);
            assertTrue(told.contains(layout.option.key() + "=") || told.contains("has no weights"), told);
            // What goes on to be there goes on to run.
            EditRequest tiny = request.with(layout.option, layout.option.defaultValue())
                    .with(Option.PROMPT, "a red car")
                    .with(Option.MODEL, MODELS.resolve("tiny-sd1"));
            assertEquals(1, run(p2p, tiny).frames().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHalfDownloadedFileIsCalledThat(Layout layout) throws IOException {
        Path weights = layout.copy(folder);
        byte[] bytes = Files.readAllBytes(weights);
        for (int length : List.of(bytes.length - 1, bytes.length / 2, 12, 0)) {
            try (PromptToPrompt p2p = new PromptToPrompt()) {
                // Cut short in its place while it is loaded, and mapped.
                boolean loaded = length == bytes.length / 2;
                if (loaded) Files.write(weights, bytes);
                if (loaded) run(p2p, layout.request(weights));
                Files.write(weights, Arrays.copyOf(bytes, length));
                String told = refusal(p2p, layout.request(weights));
                boolean called = told.contains("stopped half-way") || told.contains("truncated");
                assertTrue(called && told.contains(weights.getFileName().toString()), told);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFolderThatCannotBeWrittenRuns(Layout layout) throws IOException {
        Path weights = layout.copy(folder);
        Path place = folder.resolve("My models 模型 ü");
        writable(place, false);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            assertEquals(1, run(p2p, layout.request(weights)).frames().size());
        } finally {
            writable(place, true);
        }
    }

    private static void writable(Path place, boolean writable) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            files.forEach(file -> file.toFile().setWritable(writable));
        }
    }
}
