package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** What is wrong with a file of a model's folder is told with the file, the value and what to do, before anything is computed. */
class BrokenFoldersTest {
    private static final Path MODELS =
            Path.of("src/test/resources/golden/models").toAbsolutePath();

    /** A sentence that says what to do begins so. */
    private static final Pattern CURE = Pattern.compile(
            "(?:^|[.:;,] (?:or )?|\\n)(Download|Take|take|Give|give|Choose|choose|Name|name|Copy|copy|Use|use|In the folder that was"
                    + " cloned run|Rename|Write) ");

    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        copy("tiny-sd1");
        copy("tiny-sdxl");
    }

    private void copy(String name) throws IOException {
        Path from = MODELS.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(name).resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(copy);
                else Files.copy(file, copy);
                if (Files.isRegularFile(copy)) copy.toFile().setWritable(true);
            }
        }
    }

    private EditRequest request(String model) {
        return EditRequest.of(Task.GENERATE)
                .with(Option.PROMPT, "a red car on the street")
                .with(Option.MODEL, folder.resolve(model))
                .with(Option.STEPS, 1)
                .with(Option.WIDTH, 64)
                .with(Option.HEIGHT, 64);
    }

    private static String refusal(EditRequest request) {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            String told = assertThrows(Refusal.class, () -> p2p.run(request, Progress.NONE))
                    .getMessage();
            assertTrue(CURE.matcher(told).find(), "no cure: " + told);
            assertTrue(!told.contains("Exception") && !told.contains("null"), told);
            return told;
        }
    }

    /** What may have become of a file. */
    private enum Harm {
        MISSING(null, "There is no|has no|neither|without|is not there"),
        EMPTY(bytes -> new byte[0], "is empty"),
        CUT(
                bytes -> Arrays.copyOf(bytes, bytes.length * 2 / 3),
                "half-way|truncated|not two pieces|not whole|has no '"),
        PAGE(bytes -> "<!DOCTYPE html><html><body>Sign in</body></html>".getBytes(), "page of a website"),
        POINTER(
                bytes -> "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n".getBytes(),
                "Git LFS pointer"),
        NOISE(bytes -> noise(), "no text in UTF-8|is damaged: its list of tensors");

        private final UnaryOperator<byte[]> to;
        private final Pattern told;

        Harm(UnaryOperator<byte[]> to, String told) {
            this.to = to;
            this.told = Pattern.compile(told);
        }

        private static byte[] noise() {
            byte[] noise = new byte[500];
            new java.util.Random(3).nextBytes(noise);
            return noise;
        }

        private void happenTo(Path file) throws IOException {
            if (to == null) Files.delete(file);
            else Files.write(file, to.apply(Files.readAllBytes(file)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileOfAFolderThatIsNotWholeIsNamedWithWhatToDo(Harm harm) throws IOException {
        for (String file : List.of(
                "tiny-sd1/scheduler/scheduler_config.json",
                "tiny-sd1/unet/config.json",
                "tiny-sd1/unet/diffusion_pytorch_model.safetensors",
                "tiny-sd1/vae/config.json",
                "tiny-sd1/vae/diffusion_pytorch_model.safetensors",
                "tiny-sd1/text_encoder/config.json",
                "tiny-sd1/text_encoder/model.safetensors",
                "tiny-sd1/tokenizer/vocab.json",
                "tiny-sd1/tokenizer/merges.txt",
                "tiny-sdxl/text_encoder_2/config.json",
                "tiny-sdxl/text_encoder_2/model.safetensors",
                "tiny-sdxl/tokenizer_2/vocab.json",
                "tiny-sdxl/tokenizer_2/merges.txt")) {
            Path harmed = folder.resolve(file);
            byte[] whole = Files.readAllBytes(harmed);
            harm.happenTo(harmed);
            String told = refusal(request(file.substring(0, file.indexOf('/'))));
            assertTrue(harm.told.matcher(told).find(), file + ": " + told);
            String named = file.endsWith(".safetensors") && harm == Harm.MISSING
                    ? harmed.getParent().toString()
                    : harmed.getParent().toString();
            assertTrue(
                    told.contains(named) && told.contains(harmed.getFileName().toString()), file + ": " + told);
            Files.write(harmed, whole);
        }
    }

    /** An optional file must be sound where it is there. */
    @ParameterizedTest
    @EnumSource(names = "MISSING", mode = EnumSource.Mode.EXCLUDE)
    void aFileThatNeedNotBeThereIsNamedWhereItIsNotWhole(Harm harm) throws IOException {
        for (String file : List.of(
                "tiny-sd1/model_index.json",
                "tiny-sd1/prompt-to-prompt.json",
                "tiny-sd1/tokenizer/special_tokens_map.json",
                "tiny-sd1/tokenizer/tokenizer_config.json",
                "tiny-sd1/tokenizer/added_tokens.json")) {
            Path harmed = folder.resolve(file);
            byte[] whole = Files.exists(harmed) ? Files.readAllBytes(harmed) : null;
            if (whole == null) Files.writeString(harmed, "{\n \"unk_token\": \"<|endoftext|>\",\n \"x\": 1\n}");
            harm.happenTo(harmed);
            String told = refusal(request("tiny-sd1"));
            assertTrue(harm.told.matcher(told).find() && told.contains(harmed.toString()), file + ": " + told);
            if (whole == null) Files.delete(harmed);
            else Files.write(harmed, whole);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unet/config.json | "in_channels": 4 | "in_channels": "four" | in_channels = "four" is not a whole number
            unet/config.json | "in_channels": 4 | "in_channels": 4, "act_fn": "mish" | act_fn = "mish" is not supported; supported: [silu, swish]
            unet/config.json | "in_channels": 4 | "in_channels": 4, "class_embed_type": 7 | unCLIP
            unet/config.json | "in_channels": 4 | "in_channels": 4, "new_option": 7 | unknown option new_option = 7
            unet/config.json | "in_channels": 4 | "in_channels": 4, "addition_embed_type": "text_time", "addition_time_embed_dim": "x", "projection_class_embeddings_input_dim": "y" | addition_time_embed_dim = "x"
            vae/config.json | "scaling_factor": 0.18215 | "scaling_factor": -1 | scaling_factor = -1
            vae/config.json | "latent_channels": 4 | "latent_channels": [4] | latent_channels = [4] is not a whole number
            vae/config.json | "_class_name": "AutoencoderKL" | "_class_name": "AsymmetricAutoencoderKL" | AsymmetricAutoencoderKL
            text_encoder/config.json | "hidden_act": "quick_gelu" | "hidden_act": "tanh" | hidden_act = "tanh" is not supported
            text_encoder/config.json | "num_hidden_layers": 3 | "num_hidden_layers": 0 | num_hidden_layers = 0 is not supported; it must be at least 1. If
            text_encoder/config.json | "num_hidden_layers": 3 | "num_hidden_layers": -1 | num_hidden_layers = -1 is not supported; it must be at least 1. If
            text_encoder/config.json | "vocab_size": 799 | "vocab_size": 0 | vocab_size = 0 is not supported; it must be at least 1. If
            text_encoder/config.json | "vocab_size": 799 | "vocab_size": -1 | vocab_size = -1 is not supported; it must be at least 1. If
            text_encoder/config.json | "max_position_embeddings": 77 | "max_position_embeddings": 0 | max_position_embeddings = 0 is not supported; it must be at least 1. If
            text_encoder/config.json | "max_position_embeddings": 77 | "max_position_embeddings": -3 | max_position_embeddings = -3 is not supported; it must be at least 1. If
            scheduler/scheduler_config.json | "beta_start": 0.00085 | "beta_start": "a little" | beta_start = "a little" is not a number
            scheduler/scheduler_config.json | "beta_start": 0.00085 | "beta_start": 0.00085, "thresholding": true | thresholding = true is not supported
            scheduler/scheduler_config.json | "beta_start": 0.00085 | "beta_start": 0.00085, "timestep_spacing": "evenly" | timestep_spacing = "evenly" is not
            scheduler/scheduler_config.json | DDIMScheduler | FlowMatchEulerDiscreteScheduler | names the sampler 'FlowMatchEulerDiscrete'
            tokenizer/vocab.json | "!": 0 | "!": "zero" | vocab.json holds other things
            """)
    void aValueThatDoesNotGoIsToldWithItsKeyAndFile(String file, String before, String after, String told)
            throws IOException {
        Path harmed = folder.resolve("tiny-sd1").resolve(file);
        String text = Files.readString(harmed);
        String spaced = text.replaceAll("\": *", "\": ");
        assertTrue(
                spaced.contains(before),
                file + " has no " + before + ": " + text.substring(0, Math.min(900, text.length())));
        Files.writeString(harmed, spaced.replace(before, after));
        String message = refusal(request("tiny-sd1").with(Option.SCHEDULER, "model"));
        assertTrue(message.contains(told), message);
        assertTrue(message.contains(file.substring(0, file.indexOf('/'))), message);
    }

    @Test
    void anIndexThatDoesNotFitItsFilesIsTold() throws IOException {
        Path unet = folder.resolve("tiny-sd1/unet");
        Files.move(unet.resolve("diffusion_pytorch_model.safetensors"), unet.resolve("one.safetensors"));
        Path index = unet.resolve("diffusion_pytorch_model.safetensors.index.json");
        for (String[] broken : new String[][] {
            {"{\"weight_map\": {\"a\": \"two.safetensors\"}}", "two.safetensors, which is not beside it"},
            {"{\"weight_map\": {\"a\": \"one.safetensors\"}}", "places a in one.safetensors"},
            {"{\"weight_map\": {\"a\": 7}}", "names the file 7"},
            {"{\"weight_map\": [7]}", "no valid weight_map"},
            {"{}", "no valid weight_map"},
            {"{\"weight_map\": {", "half-way"},
            {"", "is empty"}
        }) {
            Files.writeString(index, broken[0]);
            String told = refusal(request("tiny-sd1"));
            assertTrue(told.contains(broken[1]) && told.contains(index.toString()), told);
        }
    }

    /** Words would be read in letters, in silence. */
    @Test
    void mergesThatWereCutAtTheEndOfALineAreTold() throws IOException {
        Path merges = folder.resolve("tiny-sd1/tokenizer/merges.txt");
        List<String> lines = Files.readAllLines(merges);
        Files.write(merges, lines.subList(0, 100));
        String told = refusal(request("tiny-sd1"));
        assertTrue(told.contains("merges.txt") && told.contains("not whole"), told);
    }

    @Test
    void weightsInEightBitsAreTold() throws IOException {
        Path weights = folder.resolve("tiny-sd1/unet/diffusion_pytorch_model.safetensors");
        // A file of one tensor is enough.
        byte[] header = "{\"x\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}}".getBytes();
        java.nio.ByteBuffer file = java.nio.ByteBuffer.allocate(8 + header.length + 4)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header);
        Files.write(weights, file.array());
        assertEquals(
                "F8_E4M3",
                org.prompttoprompt.checkpoint.Header.read(weights).types().get("x"));
    }

    /** Of several files in a folder people choose the wrong one. */
    @Test
    void aConfigurationIsNoModel() {
        Path config = folder.resolve("tiny-sd1/unet/config.json");
        String told = refusal(request("tiny-sd1").with(Option.MODEL, config));
        assertTrue(told.contains(config + " is not a .safetensors file"), told);
        assertTrue(told.contains("give the folder in which it lies, " + config.getParent() + ","), told);
    }

    /** A request's own value is blamed, and not the file in whose place it stands. */
    @Test
    void aValueOfTheRequestIsToldByItsKey() {
        Path lora = MODELS.resolve("loras/kohya_linear_f16.safetensors");
        EditRequest tiny = request("tiny-sd1");
        for (String[] wrong : new String[][] {
            {"prediction", "foo", "prediction=foo: it is none of the choices", "epsilon"},
            {"lora", lora + " abc", "lora=" + lora + " abc: 'abc' is no number", "0.8"},
            {"lora", lora + " 101", "lora=" + lora + " 101: the weight 101 is out of range", "0.8"},
            {"lora", lora + " 0.5 0.5", "lora=" + lora + " 0.5 0.5: '0.5 0.5' is no number", "0.8"},
            {"vae", lora.toString(), "vae=" + lora + ": this is a LoRA and no VAE.", "Give it as lora=" + lora},
            {
                "vae",
                folder.resolve("tiny-sd1").toString(),
                "this is a whole model",
                "vae=" + folder.resolve("tiny-sd1/vae")
            },
            {"vae", folder.resolve("tiny-sd1/unet").toString(), "this is a UNet alone (config.json says", "and no VAE"},
            {"vae", folder.resolve("tiny-sd1/tokenizer").toString(), "there is no config.json", "vae="},
            {
                "lora",
                MODELS.resolve("embeddings/three-vectors.safetensors").toString(),
                "a textual inversion embedding and no LoRA",
                "embeddings="
            },
            {"embeddings", lora.toString(), "embeddings=" + lora + ": this is a LoRA and no learned word", "lora="}
        }) {
            String told = refusal(tiny.with(Option.of(wrong[0]), wrong[1]));
            assertTrue(told.contains(wrong[2]) && told.contains(wrong[3]), told);
        }
        String told = refusal(tiny.with(Option.PREDICTION, "sample").with(Option.SCHEDULER, "Euler a"));
        assertTrue(told.startsWith("prediction=sample is not supported") && told.contains("epsilon"), told);
    }
}
