package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.RawTensors;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** Models in one file, and files on top of a model, as a user names them; what a recipe then says; what is refused. */
class LayoutsTest {
    private static final Path MODELS = Path.of("src/test/resources/golden/models");
    private static final Path TINY = MODELS.resolve("tiny-sd1");
    private static final Path LORA = MODELS.resolve("loras/kohya_linear_f16.safetensors");

    @TempDir
    private Path folder;

    /** A place that users have: spaces and other scripts. */
    private Path file() throws IOException {
        Path place = Files.createDirectories(folder.resolve("Meine Modelle 模型"));
        Path file = place.resolve("tiny one.safetensors");
        Files.copy(MODELS.resolve("single/tiny-sd1-ldm-f16-ema.safetensors"), file);
        copyConfigs(TINY, place.resolve("tiny one"));
        return file;
    }

    private static void copyConfigs(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file :
                    files.filter(f -> !f.toString().endsWith(".safetensors")).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(copy);
                else Files.copy(file, copy);
            }
        }
    }

    /** The network in two files that an index joins, as large models are published, in the variant of half precision by its name. */
    @Test
    void aShardedFolderDrawsAsTheWhole() throws IOException {
        Path copy = folder.resolve("sharded 分");
        copyConfigs(TINY, copy);
        for (String part : new String[] {"text_encoder/model", "vae/diffusion_pytorch_model"}) {
            Files.copy(TINY.resolve(part + ".safetensors"), copy.resolve(part + ".fp16.safetensors"));
        }
        Shards.split(TINY.resolve("unet/diffusion_pytorch_model.safetensors"), copy.resolve("unet"));
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            int[] whole = pixels(p2p.run(request(TINY), Progress.NONE));
            // Where tensors lie in their files decides how sums are rounded.
            assertTrue(farthest(whole, pixels(p2p.run(request(copy), Progress.NONE))) <= 1);
        }
        Files.delete(copy.resolve("unet/diffusion_pytorch_model-00002-of-00002.fp16.safetensors"));
        refused(request(copy), "00002-of-00002.fp16.safetensors, which is not beside it");
    }

    private static EditRequest request(Path model) {
        return EditRequest.of(Task.GENERATE)
                .with(Option.PROMPT, "a red car on the street")
                .with(Option.MODEL, model.toAbsolutePath())
                .with(Option.STEPS, 2)
                .with(Option.SCHEDULER, "DDIM");
    }

    private static int[] pixels(EditResult result) {
        return result.frames().get(0).image().update(null).getCurrentStorageArray();
    }

    private static int farthest(int[] a, int[] b) {
        int most = 0;
        for (int i = 0; i < a.length; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                most = Math.max(most, Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255)));
            }
        }
        return most;
    }

    @Test
    void aModelInOneFileDrawsAsItsFolderAndIsKnownByItsHash() throws IOException {
        Path file = file();
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            int[] ofFolder = pixels(p2p.run(request(TINY), Progress.NONE));
            EditResult result = p2p.run(request(file), Progress.NONE);
            // Its weights are those of the folder, rounded to half precision.
            assertTrue(farthest(ofFolder, pixels(result)) <= 3, "" + farthest(ofFolder, pixels(result)));
            String reference = result.request().get(Option.MODEL);
            assertTrue(reference.startsWith("tiny one@"), reference);
            EditRequest again = EditRequest.parse(result.request().toText());
            assertArrayEquals(pixels(result), pixels(p2p.run(again, Progress.NONE)));
        }
    }

    @Test
    void lorasAreInTheRecipeByHashAndWeightAndAct() throws IOException {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            int[] without = pixels(p2p.run(request(TINY), Progress.NONE));
            EditRequest with = request(TINY).with(Option.LORA, LORA.toAbsolutePath() + " 0.7");
            EditResult result = p2p.run(with, Progress.NONE);
            assertTrue(farthest(without, pixels(result)) > 10);
            String lora = result.request().get(Option.LORA);
            assertTrue(lora.matches("kohya_linear_f16@[0-9a-f]{16} 0\\.7"), lora);
            assertEquals(FileHashes.sha256(LORA).substring(0, 16), lora.replaceAll(".*@| .*", ""));
            assertArrayEquals(
                    pixels(result),
                    pixels(p2p.run(EditRequest.parse(result.request().toText()), Progress.NONE)));
            // Weight 0 is the model as it is, and so is leaving it out again.
            EditRequest zero = request(TINY).with(Option.LORA, LORA.toAbsolutePath() + " 0");
            assertArrayEquals(without, pixels(p2p.run(zero, Progress.NONE)));
            assertArrayEquals(without, pixels(p2p.run(request(TINY), Progress.NONE)));
            // Twice the half is the whole, to the last level.
            EditRequest halves = request(TINY)
                    .with(Option.LORA, LORA.toAbsolutePath() + " 0.35; " + LORA.toAbsolutePath() + " 0.35");
            assertTrue(farthest(pixels(result), pixels(p2p.run(halves, Progress.NONE))) <= 1);
        }
    }

    /** Its dozen readers ask for the header of a file that they know: were it read again, it would be broken. */
    @Test
    void theHeaderOfALoraIsReadOnce() throws IOException {
        Path lora = folder.resolve("ink.safetensors");
        Files.copy(LORA, lora);
        FileTime old = FileTime.fromMillis(1_700_000_000_000L);
        Files.setLastModifiedTime(lora, old);
        Header.read(lora);
        byte[] bytes = Files.readAllBytes(lora);
        java.util.Arrays.fill(bytes, 0, 8, (byte) -1);
        Files.write(lora, bytes);
        Files.setLastModifiedTime(lora, old);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            int[] with = pixels(p2p.run(request(TINY).with(Option.LORA, lora + " 0.7"), Progress.NONE));
            int[] right =
                    pixels(p2p.run(request(TINY).with(Option.LORA, LORA.toAbsolutePath() + " 0.7"), Progress.NONE));
            assertArrayEquals(right, with);
        }
    }

    @Test
    void aLoraThatChangedSinceIsTold() throws IOException {
        Path lora = folder.resolve("ink.safetensors");
        Files.copy(LORA, lora);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            EditResult result = p2p.run(request(TINY).with(Option.LORA, lora + " 0.7"), Progress.NONE);
            byte[] bytes = Files.readAllBytes(lora);
            bytes[bytes.length - 1] ^= 1;
            Files.write(lora, bytes);
            EditRequest again = EditRequest.parse(result.request().toText());
            String told = assertThrows(Refusal.class, () -> p2p.run(again, Progress.NONE))
                    .getMessage();
            assertTrue(told.contains("ink.safetensors") && told.contains("has changed"), told);
            Files.delete(lora);
            told = assertThrows(Refusal.class, () -> p2p.run(again, Progress.NONE))
                    .getMessage();
            assertTrue(told.contains("is no longer there") && told.contains("lora=/path"), told);
        }
    }

    @Test
    void whatStandsInTheWrongPlaceIsToldWithTheRightOne() {
        refused(request(LORA), "this is a LoRA and no whole model", "lora=");
        refused(request(MODELS.resolve("single/vae-ldm-prefix-f16.safetensors")), "this is a VAE alone", "vae=");
        refused(request(TINY).with(Option.LORA, "/nowhere/ink.safetensors"), "lora=/nowhere/ink", "no file");
        refused(request(TINY).with(Option.LORA, "ink.safetensors 0,7"), "'0,7'");
        refused(request(TINY).with(Option.LORA, ";"), "a file is missing");
        refused(request(TINY).with(Option.PREDICTION, "noise"), "prediction=noise", "epsilon");
    }

    /** What is suggested can be pasted, into a shell and into a macro. */
    @Test
    void suggestedPathsWithBlanksAreQuoted() throws IOException {
        Path my = Files.createDirectory(folder.resolve("my files"));
        Path lora = Files.copy(LORA, my.resolve("ink.safetensors"));
        Path vae = Files.copy(MODELS.resolve("single/vae-ldm-prefix-f16.safetensors"), my.resolve("vae.safetensors"));
        refused(request(lora), "Give it as " + pasted("lora", lora) + ", and the Stable Diffusion model");
        refused(request(TINY).with(Option.VAE, lora), "Give it as " + pasted("lora", lora) + ".");
        refused(request(TINY).with(Option.LORA, vae), "Give it as " + pasted("vae", vae) + ".");
        Files.createDirectories(my.resolve("vae"));
        Files.writeString(my.resolve("vae/config.json"), "{}");
        refused(request(TINY).with(Option.VAE, my), "Give its own folder: " + pasted("vae", my.resolve("vae")) + ".");
    }

    private static String pasted(String key, Path path) {
        return "\"" + key + "=" + path + "\" (in a macro " + key + "=[" + path + "])";
    }

    /** A LoRA of XL is told by its parts, one of Stable Diffusion 2 by the channels of the prompts that it reads. */
    @Test
    void aLoraOfAnotherKindOfModelIsToldByItsKind() throws IOException {
        Path xl = MODELS.resolve("loras/refuse_sdxl_lora.safetensors").toAbsolutePath();
        refused(request(TINY).with(Option.LORA, xl), "this is a LoRA of SDXL, and the model 'tiny-sd1' is");
        for (int[] kind : new int[][] {{768, 1}, {1024, 2}}) {
            Path lora = folder.resolve("of" + kind[1] + ".safetensors");
            Files.write(lora, loraReading(kind[0]));
            refused(
                    request(TINY).with(Option.LORA, lora),
                    "of" + kind[1] + ".safetensors: this is a LoRA of SD " + kind[1] + ".x");
        }
    }

    /** A file with the two matrices of one layer that reads prompts of so many channels. */
    private static byte[] loraReading(int channels) {
        String layer = "\"lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k.lora_";
        String header = "{" + layer + "down.weight\":{\"dtype\":\"F32\",\"shape\":[1," + channels
                + "],\"data_offsets\":[0,"
                + 4 * channels + "]}," + layer + "up.weight\":{\"dtype\":\"F32\",\"shape\":[8,1],\"data_offsets\":["
                + 4 * channels + "," + (4 * channels + 32) + "]}}";
        byte[] text = header.getBytes();
        return java.nio.ByteBuffer.allocate(8 + text.length + 4 * channels + 32)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    private static void refused(EditRequest request, String... parts) {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            String told = assertThrows(Refusal.class, () -> p2p.run(request, Progress.NONE))
                    .getMessage();
            assertTrue(Arrays.stream(parts).allMatch(told::contains), told);
        }
    }

    /** Whether the network predicts noise or velocity, no such file of Stable Diffusion 2 tells. */
    @Test
    void thePredictionTypeIsAskedForWhereNothingTellsIt() throws IOException {
        Path file = folder.resolve("nano.safetensors");
        Files.copy(MODELS.resolve("single/nano-sd2-ldm.safetensors"), file);
        assertEquals(java.util.Optional.empty(), new FileLayout(file).prediction());
        Files.writeString(folder.resolve("nano.yaml"), "model:\n  params:\n    parameterization: \"v\"\n");
        assertEquals("v_prediction", new FileLayout(file).prediction().orElseThrow());
        Files.writeString(folder.resolve("nano.yaml"), "model:\n  params:\n    linear_start: 0.00085\n");
        assertEquals("epsilon", new FileLayout(file).prediction().orElseThrow());
        assertFalse(new FileLayout(file).has("text_encoder_2"));
    }

    /** What predicts v among files of Stable Diffusion 2 was trained at 768 pixels, and is drawn so. */
    @Test
    void aFileOf768PixelsIsDrawnAtItsSize() throws IOException {
        Path file = wide("single/nano-sd2-ldm", "mine");
        int factor = ModelFacts.of(file).factor();
        assertEquals(64 * factor, ModelFacts.of(file).side());
        assertEquals(64 * factor, ModelFacts.of(file, "epsilon").side());
        assertEquals(96 * factor, ModelFacts.of(file, "v_prediction").side());
        EditRequest request = EditRequest.of(Task.GENERATE)
                .with(Option.PROMPT, "a cat")
                .with(Option.MODEL, file)
                .with(Option.PREDICTION, "v_prediction");
        assertEquals("" + 96 * factor, PromptToPrompt.resolve(request).get(Option.WIDTH));
        assertEquals(
                "" + 64 * factor,
                PromptToPrompt.resolve(request.with(Option.PREDICTION, "epsilon"))
                        .get(Option.HEIGHT));
        Path sd1 = wide("single/tiny-sd1-ldm-f16-ema", "one");
        assertEquals(
                ModelFacts.of(sd1).side(), ModelFacts.of(sd1, "v_prediction").side());
    }

    /** A file as wide as those are that have no configuration beside them, without numbers. */
    private Path wide(String from, String to) throws IOException {
        Map<String, RawTensors.Raw> tensors =
                new LinkedHashMap<>(RawTensors.read(MODELS.resolve(from + ".safetensors")));
        tensors.replaceAll((name, raw) -> {
            long[] shape = Arrays.stream(raw.shape())
                    .map(size -> size % 8 == 0 ? 8 * size : size)
                    .toArray();
            return new RawTensors.Raw(
                    "BOOL", shape, new byte[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)]);
        });
        Path file = folder.resolve(to + ".safetensors");
        RawTensors.write(tensors, file);
        return file;
    }

    @Test
    void learnedWordsMayStandInPromptsAndAreInTheRecipe() {
        Path word = MODELS.resolve("embeddings/three-vectors.safetensors").toAbsolutePath();
        EditRequest plain = request(TINY).with(Option.PROMPT, "a <style> car");
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            int[] letters = pixels(p2p.run(plain, Progress.NONE));
            EditResult result = p2p.run(plain.with(Option.EMBEDDINGS, word), Progress.NONE);
            assertTrue(farthest(letters, pixels(result)) > 10);
            assertTrue(result.request().get(Option.EMBEDDINGS).matches("three-vectors@[0-9a-f]{16}"));
            EditRequest again = EditRequest.parse(result.request().toText());
            assertArrayEquals(pixels(result), pixels(p2p.run(again, Progress.NONE)));
        }
        refused(plain.with(Option.EMBEDDINGS, word + "; " + word), "'<style>' is a token", "Rename");
        refused(plain.with(Option.EMBEDDINGS, word + " 0.5"), "weights act on none");
        refused(plain.with(Option.EMBEDDINGS, LORA.toAbsolutePath()), "this is a LoRA and no learned word");
        // The embedded model knows few words, but those that were learned; its text encoder has others sizes.
        refused(
                EditRequest.of(Task.GENERATE)
                        .with(Option.PROMPT, "a <style> ball")
                        .with(Option.EMBEDDINGS, word),
                "another kind of model");
    }

    @Test
    void anAutoencoderTakesThePlaceOfTheModels() {
        Path tiny = MODELS.resolve("tiny-taesd").toAbsolutePath();
        Path file = tiny.resolve("diffusion_pytorch_model.safetensors");
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            int[] own = pixels(p2p.run(request(TINY), Progress.NONE));
            EditResult result = p2p.run(request(TINY).with(Option.VAE, tiny), Progress.NONE);
            assertTrue(farthest(own, pixels(result)) > 10);
            assertTrue(result.request().get(Option.VAE).matches("tiny-taesd@[0-9a-f]{16}"));
            assertArrayEquals(pixels(result), pixels(p2p.run(request(TINY).with(Option.VAE, file), Progress.NONE)));
            Path unlike =
                    MODELS.resolve("single/vae-ldm-prefix-f16.safetensors").toAbsolutePath();
            refused(request(TINY).with(Option.VAE, unlike), "its VAE has 16 channels");
            refused(request(TINY).with(Option.VAE, MODELS.resolve("nowhere")), "vae=", "no file");
        }
    }

    /** Its configuration names the decoder's widths a second time. */
    @Test
    void aTinyAutoencoderThatANewerDiffusersHasSavedIsTheSame(@TempDir Path folder) throws IOException {
        Path tiny = Folders.copy(MODELS.resolve("tiny-taesd"), folder.resolve("taesd"));
        Path config = tiny.resolve("config.json");
        String published = Files.readString(config);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            int[] before = pixels(p2p.run(request(TINY).with(Option.VAE, tiny), Progress.NONE));
            Files.writeString(
                    config, published.replaceFirst("\\{", "{\"block_out_channels\": [16, 16], \"shift_factor\": 0.0,"));
            assertArrayEquals(before, pixels(p2p.run(request(TINY).with(Option.VAE, tiny), Progress.NONE)));
            Files.writeString(config, published.replaceFirst("\\{", "{\"block_out_channels\": [16, 32],"));
            refused(request(TINY).with(Option.VAE, tiny), "block_out_channels");
        }
    }

    /** A tiny autoencoder shows its own pictures while it goes on: the last of them is nearly the image. */
    @Test
    void aTinyAutoencoderMakesThePreviews() {
        Path tiny = MODELS.resolve("tiny-taesd").toAbsolutePath();
        java.util.List<int[]> shown = new java.util.ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public boolean goOn(long done, long total, String message) {
                return true;
            }

            @Override
            public boolean wantsPreview(int step) {
                return true;
            }

            @Override
            public void preview(java.util.List<org.prompttoprompt.pipeline.Frame> images) {
                shown.add(images.get(0).image().update(null).getCurrentStorageArray());
            }
        };
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            EditResult result = p2p.run(request(TINY).with(Option.VAE, tiny).with(Option.STEPS, 6), progress);
            assertEquals(6, shown.size());
            assertTrue(farthest(shown.get(5), pixels(result)) <= 8, "" + farthest(shown.get(5), pixels(result)));
        }
    }
}
