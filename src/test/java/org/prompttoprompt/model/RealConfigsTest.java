package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.RandomTensors;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/**
 * Every folder of configuration files as published, {@code -Dreal.configs=<folder>} for others: it loads, every key read, with
 * random weights of a small size; or its kind is named.
 */
class RealConfigsTest {
    private static final Path FOLDER = Path.of(System.getProperty("real.configs", "src/test/resources/real-configs"));

    @TestFactory
    Stream<DynamicTest> foldersLoadOrAreToldByTheirKind(@TempDir Path temporary) throws IOException {
        List<Path> folders;
        try (Stream<Path> files = Files.list(FOLDER)) {
            folders = files.filter(f -> Files.exists(f.resolve("model_index.json")))
                    .sorted()
                    .toList();
        }
        assertFalse(folders.isEmpty());
        return folders.stream()
                .map(f -> DynamicTest.dynamicTest(
                        "" + f.getFileName(), () -> loads(f, temporary.resolve(f.getFileName()))));
    }

    private static void loads(Path real, Path copy) throws IOException {
        small(real, copy);
        assertEquals(copy, ModelFolder.of(copy.toString()));
        open(copy);
    }

    /** Copies a folder, its layers made narrow; all keys are kept. */
    private static void small(Path real, Path copy) throws IOException {
        RandomFolder.configurations(real, copy);
        boolean xl = Files.exists(copy.resolve("text_encoder_2"));
        edit(copy, "unet", unet -> {
            boolean three = unet.getAsJsonArray("block_out_channels").size() == 3;
            if (unet.get("attention_head_dim").isJsonArray())
                unet.add("attention_head_dim", three ? array(1, 2, 4) : array(1, 2, 4, 4));
            unet.add("block_out_channels", three ? array(32, 32, 64) : array(32, 32, 64, 64));
            unet.addProperty("cross_attention_dim", xl ? 64 : 32);
            if (xl) unet.addProperty("projection_class_embeddings_input_dim", 32 + 6 * 256);
        });
        for (String encoder : xl ? List.of("text_encoder", "text_encoder_2") : List.of("text_encoder")) {
            edit(copy, encoder, text -> {
                for (String key : List.of("hidden_size", "intermediate_size", "projection_dim"))
                    text.addProperty(key, 32);
                text.addProperty("num_attention_heads", 4);
                text.addProperty("num_hidden_layers", 2);
            });
        }
        edit(copy, "vae", vae -> vae.add("block_out_channels", array(32, 32, 32, 32)));
    }

    private static void edit(Path folder, String part, java.util.function.Consumer<JsonObject> edit)
            throws IOException {
        Path file = folder.resolve(part).resolve("config.json");
        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        edit.accept(json);
        Files.writeString(file, json.toString());
    }

    private static JsonArray array(int... values) {
        JsonArray array = new JsonArray();
        for (int value : values) array.add(value);
        return array;
    }

    /** Opens a folder with random weights in place of the one tensor that its files hold. */
    private static void open(Path folder) throws IOException {
        RandomFolder.noWeights(folder);
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Opening random = new Opening(Precision.FLOAT32, (part, stored) -> RandomTensors.of(part, manager));
                StableDiffusion.open(folder, random).close();
            }
            return null;
        });
    }

    @Test
    void aFolderOfRandomWeightsIsAModel(@TempDir Path temporary) throws IOException {
        for (boolean half : new boolean[] {false, true}) {
            Path copy = temporary.resolve("model-" + half);
            small(FOLDER.resolve("sdxl-base"), copy);
            RandomFolder.weights(copy, half);
            try (PromptToPrompt p2p = new PromptToPrompt()) {
                EditRequest request = EditRequest.of(Task.GENERATE)
                        .with(Option.PROMPT, "a cat")
                        .with(Option.MODEL, copy)
                        .with(Option.WIDTH, 64)
                        .with(Option.HEIGHT, 64)
                        .with(Option.STEPS, 1);
                assertEquals(1, p2p.run(request, Progress.NONE).frames().size());
            }
        }
    }

    @Test
    void aTinyAutoencoderOfRandomWeightsIsOne(@TempDir Path temporary) throws IOException {
        Path copy = temporary.resolve("model");
        small(FOLDER.resolve("sd-1.5"), copy);
        RandomFolder.weights(copy, false);
        Path tiny = temporary.resolve("taesd");
        RandomFolder.tinyAutoencoder(tiny);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            EditRequest request = EditRequest.of(Task.GENERATE)
                    .with(Option.PROMPT, "a cat")
                    .with(Option.MODEL, copy)
                    .with(Option.VAE, tiny)
                    .with(Option.WIDTH, 64)
                    .with(Option.HEIGHT, 64)
                    .with(Option.STEPS, 1);
            assertEquals(1, p2p.run(request, Progress.NONE).frames().size());
        }
        Header written = Header.read(tiny.resolve("diffusion_pytorch_model.safetensors"));
        assertEquals(134, written.names().size()); // as diffusers' AutoencoderTiny has
        assertEquals(new Shape(3, 64, 3, 3), written.shapes().get("decoder.layers.18.weight"));
    }

    private static String refusal(Path folder) {
        return assertThrows(Refusal.class, () -> ModelFolder.of(folder.toString()))
                .getMessage();
    }

    @Test
    void keysThatChangeNothingArePassedOver(@TempDir Path temporary) throws IOException {
        Path copy = temporary.resolve("model");
        small(FOLDER.resolve("sd-1.5"), copy);
        edit(copy, "unet", unet -> {
            unet.addProperty("_attn_implementation_autoset", true);
            for (String key :
                    List.of("decay", "inv_gamma", "min_decay", "optimization_step", "power", "update_after_step"))
                unet.addProperty(key, 1);
            unet.addProperty("use_ema_warmup", false);
            unet.add("something_unset", null);
        });
        edit(copy, "text_encoder", text -> {
            text.addProperty("_attn_implementation_autoset", true);
            text.addProperty("return_dict", true);
            text.addProperty("top_k", 50);
            text.add("pruned_heads", new JsonObject());
            text.add("id2label", new JsonObject());
        });
        open(copy);
        edit(copy, "unet", unet -> unet.addProperty("strange", 5));
        assertTrue(assertThrows(Refusal.class, () -> open(copy)).getMessage().contains("strange = 5. It may change"));
        edit(copy, "unet", unet -> unet.remove("strange"));
        edit(copy, "text_encoder", text -> {
            JsonObject heads = new JsonObject();
            heads.add("0", array(1));
            text.add("pruned_heads", heads);
        });
        assertTrue(assertThrows(Refusal.class, () -> open(copy)).getMessage().contains("pruned_heads"));
    }

    @Test
    void theUnetDecidesWhereTheClassIsOrdinary(@TempDir Path temporary) throws IOException {
        Path copy = temporary.resolve("model");
        small(FOLDER.resolve("sd-1.5"), copy);
        for (String[] kind : new String[][] {
            {"8", "an instruct-pix2pix model (unet/config.json)"},
            {"7", "an x4 upscaler"},
            {"5", "an SD 2 depth model"},
            {"3", "DeepFloyd IF"},
        }) {
            edit(copy, "unet", unet -> unet.addProperty("in_channels", Integer.parseInt(kind[0])));
            assertTrue(refusal(copy).contains(kind[1]), refusal(copy));
        }
        edit(copy, "unet", unet -> unet.addProperty("in_channels", 9));
        assertEquals(copy, ModelFolder.of(copy.toString()));
    }

    @Test
    void otherPipelinesAreNamed(@TempDir Path folder) throws IOException {
        String[][] kinds = {
            {"FluxPipeline", "this is Flux ("},
            {"StableDiffusion3Pipeline", "this is Stable Diffusion 3 / 3.5 ("},
            {"StableDiffusionControlNetPipeline", "this is a pipeline with ControlNet ("},
        };
        for (String[] kind : kinds) {
            Files.writeString(folder.resolve("model_index.json"), "{\"_class_name\":\"" + kind[0] + "\"}");
            assertTrue(refusal(folder).contains(kind[1]), refusal(folder));
        }
        Files.writeString(
                folder.resolve("model_index.json"),
                "{\"_class_name\":\"NewPipeline\",\"transformer\":[\"diffusers\",\"NewTransformer2DModel\"]}");
        assertTrue(refusal(folder).contains("a transformer in place of a UNet"), refusal(folder));
        Files.writeString(
                folder.resolve("model_index.json"),
                "{\"_class_name\":\"NewPipeline\",\"text_encoder\":[\"transformers\",\"T5EncoderModel\"]}");
        assertTrue(
                refusal(folder).contains("T5EncoderModel") && refusal(folder).contains("NewPipeline"), refusal(folder));
    }

    @Test
    void foldersThatAreNoModelAreTold(@TempDir Path folder) throws IOException {
        assertTrue(refusal(folder).contains("no folder 'tokenizer' and no model_index.json"), refusal(folder));
        Files.writeString(folder.resolve("style.safetensors"), "");
        assertTrue(refusal(folder).contains("style.safetensors is empty"), refusal(folder));
        Files.writeString(folder.resolve("config.json"), "{\"_class_name\":\"ControlNetModel\"}");
        assertTrue(
                refusal(folder).contains("this is a ControlNet (config.json says ControlNetModel)"), refusal(folder));
    }

    @Test
    void aFolderWithoutAnIndexIsTold(@TempDir Path temporary) throws IOException {
        Path copy = temporary.resolve("model");
        Path tiny = Path.of("src/test/resources/golden/models/tiny-sd1");
        try (Stream<Path> files = Files.walk(tiny)) {
            for (Path file : files.toList())
                Files.copy(file, copy.resolve(tiny.relativize(file).toString()));
        }
        List<String> before = notes(copy);
        Files.delete(copy.resolve("model_index.json"));
        assertEquals(copy, ModelFolder.of(copy.toString()));
        assertEquals(List.of(), before);
        assertTrue(notes(copy).get(0).contains("no model_index.json"));
    }

    private static List<String> notes(Path folder) {
        return PyTorch.call(() -> {
            try (StableDiffusion model = StableDiffusion.open(folder)) {
                return model.notes(50);
            }
        });
    }

    @Test
    void aDownloadCachePointsToItsSnapshot(@TempDir Path temporary) throws IOException {
        Path cache = temporary.resolve("models--owner--name");
        for (String revision : List.of("aaa", "bbb")) {
            for (String part : List.of("tokenizer", "text_encoder", "unet", "vae", "scheduler"))
                Files.createDirectories(
                        cache.resolve("snapshots").resolve(revision).resolve(part));
        }
        assertTrue(refusal(cache).contains("2 snapshots. Name one of them: "), refusal(cache));
        Files.createDirectory(cache.resolve("refs"));
        Files.writeString(cache.resolve("refs/main"), "bbb\n");
        Path snapshot = ModelFolder.of(cache.toString());
        assertEquals(cache.resolve("snapshots/bbb"), snapshot);
        assertEquals("owner--name", HubCache.name(snapshot));
        assertEquals("model", HubCache.name(Path.of("/some/model")));
    }

    @Test
    void aPointerOfGitIsCalledOne(@TempDir Path temporary) throws IOException {
        Path copy = temporary.resolve("model");
        small(FOLDER.resolve("sd-1.5"), copy);
        open(copy);
        String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n";
        Files.writeString(copy.resolve("unet/diffusion_pytorch_model.safetensors"), pointer);
        String message = assertThrows(
                        Refusal.class,
                        () -> PyTorch.call(() -> {
                            StableDiffusion.open(
                                    copy,
                                    new Opening(
                                            Precision.FLOAT32,
                                            (part, stored) -> RandomTensors.of(part, PyTorch.newManager())));
                            return null;
                        }))
                .getMessage();
        assertTrue(message.contains("diffusion_pytorch_model.safetensors is a Git LFS pointer"), message);
        assertTrue(message.contains("git lfs pull"), message);
        Files.writeString(copy.resolve("model_index.json"), pointer);
        assertTrue(refusal(copy).contains("model_index.json is a Git LFS pointer"), refusal(copy));
    }
}
