package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.RawTensors;
import org.prompttoprompt.checkpoint.RawTensors.Raw;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.request.Option;

/** What a run refuses for the headers of a model's files, the list of models tells before, in the same words. */
class ListAndRunTest {
    @TempDir
    private Path folder;

    private Path copy(String model) throws IOException {
        return Folders.copy(Folders.MODELS.resolve(model), folder.resolve(model));
    }

    private static Path weights(Path part) throws IOException {
        try (Stream<Path> files = Files.list(part)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void open(ModelSpec spec) {
        PyTorch.call(() -> {
            StableDiffusion.open(spec, Opening.PLAIN).close();
            return null;
        });
    }

    private static ModelSpec spec(Option option, Path file) {
        return new ModelSpec(
                Folders.MODELS.resolve("tiny-sd1").toAbsolutePath(),
                option == Option.LORA ? List.of(new ModelSpec.LoraUse(file, 1)) : List.of(),
                option == Option.EMBEDDINGS ? List.of(file) : List.of(),
                option == Option.VAE ? Optional.of(file) : Optional.empty(),
                Option.OF_THE_MODEL);
    }

    private static String refusal(ModelSpec spec) {
        return assertThrows(Refusal.class, () -> open(spec)).getMessage();
    }

    /** What may be wrong with the tensors of a file whose header is sound. */
    private enum Harm {
        ONE_IS_MISSING {
            @Override
            void happenTo(Map<String, Raw> tensors) {
                tensors.remove(last(tensors));
            }
        },
        ONE_IS_STRAY {
            @Override
            void happenTo(Map<String, Raw> tensors) {
                tensors.put("nobody.knows.this", tensors.get(last(tensors)));
            }
        },
        ONE_IS_OF_ANOTHER_SHAPE {
            @Override
            void happenTo(Map<String, Raw> tensors) {
                Raw one = tensors.get(last(tensors));
                tensors.put(last(tensors), new Raw(one.type(), new long[] {1, size(one.shape())}, one.bytes()));
            }
        },
        ONE_HAS_NO_AXIS {
            @Override
            void happenTo(Map<String, Raw> tensors) {
                tensors.put(last(tensors), new Raw("F32", new long[0], new byte[4]));
            }
        },
        ONE_IS_STORED_AS_NOBODY_READS_IT {
            @Override
            void happenTo(Map<String, Raw> tensors) {
                Raw one = tensors.get(last(tensors));
                tensors.put(last(tensors), new Raw(one.type().equals("F32") ? "I32" : "I16", one.shape(), one.bytes()));
            }
        };

        abstract void happenTo(Map<String, Raw> tensors);

        private static String last(Map<String, Raw> tensors) {
            return tensors.keySet().stream().sorted().reduce((a, b) -> b).orElseThrow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheHeadersOfAModelTellIsListed(Harm harm) throws IOException {
        for (String model : List.of("tiny-sd1", "tiny-sdxl")) {
            Path copy = copy(model);
            assertEquals("", ModelLook.at(copy).problem(), "the list needs no more than a run");
            for (String part : List.of("text_encoder", "text_encoder_2", "unet", "vae")) {
                if (!Files.isDirectory(copy.resolve(part))) continue;
                Path weights = weights(copy.resolve(part));
                byte[] whole = Files.readAllBytes(weights);
                Map<String, Raw> tensors = RawTensors.read(weights);
                harm.happenTo(tensors);
                RawTensors.write(tensors, weights);
                ModelLook look = ModelLook.at(copy);
                assertEquals(ModelLook.Use.NONE, look.use(), part);
                assertEquals(refusal(ModelSpec.of(copy)), look.problem());
                assertTrue(look.problem().contains(copy.toString()), look.problem());
                Files.write(weights, whole);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void andOfAnAutoencoderALoraAndALearnedWord(Harm harm) throws IOException {
        Path tiny = copy("tiny-taesd");
        Path vae = Folders.copy(Folders.MODELS.resolve("tiny-sd1/vae"), folder.resolve("kl"));
        Path lora = folder.resolve("ink.safetensors");
        Files.copy(Folders.MODELS.resolve("loras/kohya_linear_f16.safetensors"), lora);
        Path word = folder.resolve("word.safetensors");
        Files.copy(Folders.MODELS.resolve("embeddings/three-vectors.safetensors"), word);
        Map<Path, Option> all = Map.of(tiny, Option.VAE, vae, Option.VAE, lora, Option.LORA, word, Option.EMBEDDINGS);
        for (Map.Entry<Path, Option> one : all.entrySet()) {
            Path place = one.getKey();
            assertEquals("", ModelLook.at(place).problem());
            Path weights = Files.isDirectory(place) ? weights(place) : place;
            Map<String, Raw> tensors = RawTensors.read(weights);
            harm.happenTo(tensors);
            // A word of another length is one for another model, and several tensors are of no known kind.
            boolean whole = List.of(Harm.ONE_HAS_NO_AXIS, Harm.ONE_IS_STORED_AS_NOBODY_READS_IT)
                    .contains(harm);
            if (one.getValue() == Option.EMBEDDINGS && !whole) continue;
            RawTensors.write(tensors, weights);
            ModelLook look = ModelLook.at(place);
            assertEquals(ModelLook.Use.NONE, look.use(), place + " " + harm);
            String told = refusal(spec(one.getValue(), place))
                    .replaceFirst("^" + one.getValue().key() + "=\\Q" + place + "\\E: ", "")
                    .replaceFirst("^this is ", "It is ");
            assertEquals(told.toLowerCase(), look.problem().toLowerCase());
        }
    }

    /** A whole model in one file of the size that its family has, of zeros. */
    @Test
    void aModelInOneFileIsReadTensorByTensor() throws IOException {
        Path file = folder.resolve("one.safetensors");
        Map<String, Raw> sound = new LinkedHashMap<>();
        RawTensors.read(Folders.MODELS.resolve("single/tiny-sd1-ldm-f16-ema.safetensors"))
                .forEach((name, one) -> {
                    long[] shape = LongStream.of(one.shape())
                            .map(side -> side <= 8 ? side : 2 * side)
                            .toArray();
                    if (name.contains("token_embedding")) shape[0] = 49408;
                    if (name.contains("position_embedding")) shape[0] = 77;
                    sound.put(name, new Raw("F16", shape, new byte[2 * (int) size(shape)]));
                });
        RawTensors.write(sound, file);
        assertEquals("", ModelLook.at(file).problem());
        int told = 0;
        List<String> names = new ArrayList<>(sound.keySet());
        for (int i = 0; i < names.size(); i += 8) {
            String name = names.get(i);
            Map<String, Raw> flat = new LinkedHashMap<>(sound);
            flat.put(name, new Raw("F16", new long[0], new byte[2]));
            RawTensors.write(flat, file);
            String problem = ModelLook.at(file).problem();
            if (name.startsWith("model_ema.")) assertEquals("", problem, "nobody reads it");
            else if (!problem.isEmpty()) told++;
            assertTrue(problem.isEmpty() || problem.contains(file.toString()), problem);
        }
        assertTrue(told > 20, told + " of " + sound.size());
    }

    /** Puts an option into the config of a part in place of the one that it has. */
    private static Path with(Path model, String part, String key, String value) throws IOException {
        Path file = model.resolve(part).resolve(part.equals("scheduler") ? "scheduler_config.json" : "config.json");
        JsonObject options = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        options.add(key, JsonParser.parseString(value));
        Files.writeString(file, options.toString());
        return file;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            scheduler    | num_train_timesteps | 0          | it must be from 2 to 100000. No sampler
            scheduler    | num_train_timesteps | -5         | it must be from 2 to 100000. No sampler
            scheduler    | num_train_timesteps | 1000000000 | it must be from 2 to 100000. No sampler
            scheduler    | beta_schedule       | "foo"      | supported: [scaled_linear, linear, squaredcos_cap_v2]. No sampler
            scheduler    | trained_betas       | [0.1]      | only models without it are. No sampler
            scheduler    | beta_end            | 5          | it must be from 0.0000001 to 0.999. No sampler
            scheduler    | beta_end            | 0.9        | after 1000 timesteps up to beta_end = 0.9 nothing is left of an image. No
            scheduler    | beta_start          | 0          | it must be from 0.0000001 to 0.999. No sampler
            scheduler    | beta_start          | -0.1       | it must be from 0.0000001 to 0.999. No sampler
            scheduler    | beta_start          | 0.03       | beta_start = 0.03 must not be above beta_end = 0.012. No
            scheduler    | beta_end            | 0.0001     | beta_start = 8.5E-4 must not be above beta_end = 1.0E-4. No
            text_encoder | layer_norm_eps      | -1         | it must be above 0 and below 1. If the file
            text_encoder | hidden_size         | 0          | it must be at least 1. If the file
            text_encoder | num_hidden_layers   | -1         | it must be at least 1. If the file
            text_encoder | intermediate_size   | 0          | it must be at least 1. If the file
            text_encoder | vocab_size          | -3         | it must be at least 1. If the file
            unet         | sample_size         | 0          | it must be from 1 to 4096. If the file
            unet         | in_channels         | 0          | it must be at least 1. If the file
            unet         | norm_eps            | 0          | it must be above 0 and below 1. If the file
            unet         | freq_shift          | 100000     | it must be at least 0 and below 8. If the file
            unet         | freq_shift          | -1         | it must be at least 0 and below 8. If the file
            unet         | layers_per_block    | 1000000    | it must be from 1 to 100. If the file
            unet         | layers_per_block    | [1,1,101]  | it must be from 1 to 100. If the file
            unet         | transformer_layers_per_block | [-1,1,1] | it must be from 0 to 100. If the file
            unet         | transformer_layers_per_block | 1000000 | it must be from 0 to 100. If the file
            unet         | block_out_channels  | []         | it must have at least one level. If the file
            vae          | block_out_channels  | []         | it must have at least one level. If the file
            vae          | latent_channels     | 0          | it must be at least 1. If the file
            vae          | layers_per_block    | -1         | it must be from 1 to 100. If the file
            vae          | layers_per_block    | 1000000    | it must be from 1 to 100. If the file
            vae          | scaling_factor      | 1e400      | it must be above 0, and a number that single precision holds. If
            vae          | shift_factor        | 1e30       | it must be from -1000 to 1000. If the file
            text_encoder | num_attention_heads | 0          | it must divide hidden_size = 32. If the file
            text_encoder | num_attention_heads | -4         | it must divide hidden_size = 32. If the file
            text_encoder | num_attention_heads | 3          | it must divide hidden_size = 32. If the file
            vae          | norm_num_groups     | 0          | it must divide the channels [16, 32]. If the file
            vae          | norm_num_groups     | 7          | it must divide the channels [16, 32]. If the file
            """)
    void aNumberThatNoRunCanUseIsListedWithItsFileAndWhatToDo(String part, String key, String value, String why)
            throws IOException {
        Path copy = copy("tiny-sd1");
        Path file = with(copy, part, key, value);
        ModelLook look = ModelLook.at(copy);
        assertEquals(ModelLook.Use.NONE, look.use());
        assertEquals(refusal(ModelSpec.of(copy)), look.problem());
        String told = file + ": " + key + " = " + value + " is not supported; " + why;
        assertTrue(look.problem().startsWith(told) && look.problem().endsWith("."), look.problem());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vae       | force_upcast         | "perhaps"
            vae       | use_quant_conv       | 1
            unet      | only_cross_attention | "false"
            unet      | upcast_attention     | "no"
            unet      | upcast_attention     | 1
            """)
    void whatIsNeitherTrueNorFalseIsListedWithItsFileAndWhatToDo(String part, String key, String value)
            throws IOException {
        Path copy = copy("tiny-sd1");
        Path file = with(copy, part, key, value);
        String told = file + ": " + key + " = " + value
                + " is not true or false. Download the file again, or mend the value.";
        assertEquals(told, ModelLook.at(copy).problem());
        assertEquals(told, refusal(ModelSpec.of(copy)));
    }

    @ParameterizedTest
    @CsvSource({
        "_class_name, scheduler=DDIM",
        "prediction_type, prediction=epsilon",
        "timestep_spacing, spacing=leading",
        "set_alpha_to_one, scheduler=Euler"
    })
    void whatAnOptionOfARequestStandsInForIsNoFaultOfTheModelAndListedWithTheOption(String key, String cure)
            throws IOException {
        Path copy = copy("tiny-sd1");
        with(copy, "scheduler", key, "\"foo\"");
        ModelLook look = ModelLook.at(copy);
        assertEquals(ModelLook.Use.MODEL, look.use());
        String told = assertThrows(
                        Refusal.class, () -> Schedulers.sampler(ModelFacts.scheduler(copy), Option.OF_THE_MODEL, 4))
                .getMessage();
        assertEquals("It needs an option to draw: " + told, look.problem());
        assertTrue(told.contains("foo") && told.contains(cure), told);
        if (cure.equals("scheduler=Euler")) Schedulers.sampler(ModelFacts.scheduler(copy), "Euler", 4);
        open(ModelSpec.of(copy));
    }

    /** Which sampler a file means is asked of them: a text chooses none. */
    @ParameterizedTest
    @CsvSource({
        "PNDMScheduler, skip_prk_steps, true",
        "PNDMScheduler, skip_prk_steps, perhaps",
        "DPMSolverMultistepScheduler, use_karras_sigmas, true",
        "DPMSolverMultistepScheduler, use_karras_sigmas, no",
    })
    void aTextForTrueOrFalseChoosesNoSampler(String type, String key, String value) throws IOException {
        Path copy = copy("tiny-sd1");
        with(copy, "scheduler", "_class_name", '"' + type + '"');
        Path file = with(copy, "scheduler", key, '"' + value + '"');
        assertEquals(
                "It needs an option to draw: " + file + ": " + key + " = \"" + value
                        + "\" is not true or false. Download"
                        + " the file again, or mend the value; or name a sampler, such as scheduler=DDIM, or choose another"
                        + " model.",
                ModelLook.at(copy).problem());
        Schedulers.sampler(ModelFacts.scheduler(copy), "DDIM", 4);
    }

    private static long size(long[] shape) {
        return LongStream.of(shape).reduce(1, (a, b) -> a * b);
    }

    private static void endInNan(Path weights) throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        for (int i = 1; i <= 4; i++) bytes[bytes.length - i] = -1;
        Files.write(weights, bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text_encoder", "unet", "vae"})
    void valuesThatAreNoNumbersAreToldOnceARunHasFoundThem(String part) throws IOException {
        Path copy = copy("tiny-sd1");
        Path weights = weights(copy.resolve(part));
        byte[] whole = Files.readAllBytes(weights);
        endInNan(weights);
        assertEquals(ModelLook.Use.MODEL, ModelLook.at(copy).use(), "the list reads no numbers");
        String told = refusal(ModelSpec.of(copy));
        assertTrue(told.contains("no numbers (NaN or infinite)"), told);
        ModelLook look = ModelLook.at(copy);
        assertEquals(ModelLook.Use.NONE, look.use());
        assertTrue(
                look.problem().matches("A run on \\d{4}-\\d\\d-\\d\\d has found: \\Q" + told + "\\E"), look.problem());
        FileTime time = Files.getLastModifiedTime(weights);
        Files.write(weights, whole);
        Files.setLastModifiedTime(weights, FileTime.fromMillis(time.toMillis() + 2000));
        assertEquals("", ModelLook.at(copy).problem(), "another file came in its place");
    }

    @Test
    void andOfWhatIsPutOnTop() throws IOException {
        Path vae = Folders.copy(Folders.MODELS.resolve("tiny-sd1/vae"), folder.resolve("kl"));
        Path lora = folder.resolve("ink.safetensors");
        Files.copy(Folders.MODELS.resolve("loras/peft_alpha_in_header.safetensors"), lora);
        Path word = folder.resolve("word.safetensors");
        Files.copy(Folders.MODELS.resolve("embeddings/three-vectors.safetensors"), word);
        List<String> found = new ArrayList<>();
        for (Map.Entry<Path, Option> one : Map.of(vae, Option.VAE, lora, Option.LORA, word, Option.EMBEDDINGS)
                .entrySet()) {
            Path place = one.getKey();
            endInNan(Files.isDirectory(place) ? weights(place) : place);
            assertEquals("", ModelLook.at(place).problem());
            refusal(spec(one.getValue(), place));
            String problem = ModelLook.at(place).problem();
            assertTrue(problem.contains("has found: ") && problem.contains("no numbers"), place + ": " + problem);
            assertTrue(problem.contains(place.toString()) && !problem.contains("lora="), problem);
            found.add(problem);
        }
        assertEquals(3, found.size());
    }
}
