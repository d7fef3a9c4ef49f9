package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.request.Option;

/** What a list says of a file is what a run says that uses it. */
class ModelLookTest {
    private static final Path TINY = Folders.MODELS.resolve("tiny-sd1").toAbsolutePath();

    @TempDir
    private Path folder;

    /** Writes a file with tensors of zeros of these shapes. */
    private Path file(String name, String type, Map<String, long[]> tensors) throws IOException {
        StringBuilder header = new StringBuilder("{");
        int at = 0;
        int bytes = type.startsWith("F8") ? 1 : 2;
        for (Map.Entry<String, long[]> tensor : tensors.entrySet()) {
            int end = at;
            int size = bytes;
            for (long side : tensor.getValue()) size *= (int) side;
            end += size;
            String shape =
                    LongStream.of(tensor.getValue()).mapToObj(String::valueOf).collect(Collectors.joining(","));
            header.append(at == 0 ? "" : ",")
                    .append("\"" + tensor.getKey() + "\":{\"dtype\":\"" + type + "\",\"shape\":[" + shape
                            + "],\"data_offsets\":[" + at + "," + end + "]}");
            at = end;
        }
        byte[] json = header.append("}").toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(8 + json.length + at).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                folder.resolve(name + ".safetensors"),
                all.putLong(json.length).put(json).array());
    }

    private static Map<String, long[]> pair(String layer) {
        Map<String, long[]> tensors = new LinkedHashMap<>();
        tensors.put(layer + ".lora_down.weight", new long[] {2, 32});
        tensors.put(layer + ".lora_up.weight", new long[] {32, 2});
        return tensors;
    }

    /** What loading tells of a file that an option names, without the option and the path. */
    private static String run(Option option, Path file) {
        ModelSpec spec = new ModelSpec(
                TINY,
                option == Option.LORA ? List.of(new ModelSpec.LoraUse(file, 1)) : List.of(),
                option == Option.EMBEDDINGS ? List.of(file) : List.of(),
                option == Option.VAE ? Optional.of(file) : Optional.empty(),
                Option.OF_THE_MODEL);
        String told = assertThrows(
                        Refusal.class,
                        () -> PyTorch.call(() -> {
                            StableDiffusion.open(spec, Opening.PLAIN).close();
                            return null;
                        }))
                .getMessage();
        return told.replaceFirst("^" + option.key() + "=\\Q" + file + "\\E: ", "");
    }

    private static void requireTold(Option option, Path file, String... words) {
        ModelLook look = ModelLook.at(file);
        assertEquals(ModelLook.Use.NONE, look.use(), file + " " + look);
        String told = run(option, file);
        assertEquals(
                told.replaceFirst("^this is ", "It is ").toLowerCase(),
                look.problem().toLowerCase());
        for (String word : words) assertTrue(look.problem().contains(word), look.problem());
    }

    @Test
    void aLoraThatARunRefusesIsToldWithItsReason() throws IOException {
        String layer = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q";
        Map<String, long[]> half = pair(layer);
        half.remove(layer + ".lora_up.weight");
        requireTold(
                Option.LORA,
                file("down", "F16", half),
                "it has the tensor " + layer + ".lora_down.weight and not " + layer + ".lora_up.weight",
                "Download it again");
        half = pair(layer);
        half.remove(layer + ".lora_down.weight");
        requireTold(
                Option.LORA, file("up", "F16", half), layer + ".lora_up.weight and not " + layer + ".lora_down.weight");
        requireTold(
                Option.LORA,
                file("alpha", "F16", Map.of(layer + ".alpha", new long[] {1})),
                layer + ".alpha and not the two that belong to it");
        Map<String, long[]> peft = new LinkedHashMap<>();
        peft.put("unet.mid_block.x.to_q.lora_B.default.weight", new long[] {32, 2});
        requireTold(Option.LORA, file("peft-half", "F16", peft), "and not unet.mid_block.x.to_q.lora_A.default.weight");
        peft.clear();
        peft.put("unet.mid_block.x.to_q.lora.down.weight", new long[] {2, 32});
        requireTold(Option.LORA, file("old-half", "F16", peft), "and not unet.mid_block.x.to_q.lora.up.weight");
        Map<String, long[]> many = pair(layer);
        many.put(layer + ".alpha", new long[] {0});
        requireTold(Option.LORA, file("alphas", "F16", many), layer + ".alpha has the shape (0)");
        Map<String, long[]> ranks = pair(layer);
        ranks.put(layer + ".lora_up.weight", new long[] {32, 3});
        requireTold(Option.LORA, file("ranks", "F16", ranks), "(32, 3)", "which do not go together");
        Map<String, long[]> flat = pair("lora_unet_x_attn2_to_k");
        flat.put("lora_unet_x_attn2_to_k.lora_down.weight", new long[] {64});
        requireTold(Option.LORA, file("flat", "F16", flat), "which do not go together");
        requireTold(
                Option.LORA,
                file("lycoris", "F16", pair("lycoris_down_blocks_0_attentions_0_proj_in")),
                "LyCORIS' own naming (lycoris_)");
        requireTold(
                Option.LORA,
                file("lycoris-lokr", "F16", Map.of("lycoris_mid_block_x.lokr_w1", new long[] {2, 2})),
                "a LoKr file");
        requireTold(
                Option.LORA,
                file("flux", "F16", Map.of("diffusion_model.double_blocks.0.x.lora_A.weight", new long[] {2, 2})),
                "a LoRA for Flux");
        requireTold(
                Option.LORA,
                file("video", "F16", Map.of("diffusion_model.blocks.0.x.lora_A.weight", new long[] {2, 2})),
                "ComfyUI's naming");
        Map<String, long[]> inside = pair(layer);
        inside.put("bundle_emb.word.string_to_param.*", new long[] {1, 32});
        requireTold(Option.LORA, file("bundle", "F16", inside), "embeddings inside");
        Map<String, long[]> stray = pair(layer);
        stray.put("logit_scale", new long[] {1});
        requireTold(Option.LORA, file("stray", "F16", stray), "has a tensor 'logit_scale'");
        for (String kind : List.of("dora", "dora_peft", "full_diff", "ia3", "locon_mid", "loha", "lokr", "oft"))
            requireTold(Option.LORA, Folders.MODELS.resolve("loras/refuse_" + kind + ".safetensors"));
    }

    @Test
    void whetherALoraIsRankStabilisedIsTrueOrFalse() throws IOException {
        String whole = Files.readString(
                Folders.MODELS.resolve("loras/peft_alpha_in_header.safetensors"), StandardCharsets.ISO_8859_1);
        String key = "unet.use_rslora\\\": ";
        assertTrue(whole.contains(key + "false"));
        String other = whole.replace(key + "false", key + "1    ");
        Path file = Files.writeString(folder.resolve("rs.safetensors"), other, StandardCharsets.ISO_8859_1);
        requireTold(Option.LORA, file, "lora_adapter_metadata: unet.use_rslora = 1 is not true or false. Download it");
    }

    @Test
    void aLoraThatRunsIsOneAndTellsItsModels() throws IOException {
        for (String plain : List.of("attnproc_old", "kohya_conv_ranks", "kohya_linear_f16", "peft_alpha_in_header")) {
            ModelLook look = ModelLook.at(Folders.MODELS.resolve("loras/" + plain + ".safetensors"));
            assertEquals("a LoRA", look.kind(), look.toString());
        }
        Map<String, long[]> named = new LinkedHashMap<>();
        named.put("unet.mid_block.x.to_q.lora_A.default.weight", new long[] {2, 32});
        named.put("unet.mid_block.x.to_q.lora_B.default.weight", new long[] {32, 2});
        assertEquals("a LoRA", ModelLook.at(file("peft", "F16", named)).kind(), "PEFT's naming with an adapter's name");
        Map<Integer, String> bases = Map.of(768, "SD 1.x", 1024, "SD 2.x", 2048, "SDXL");
        for (Map.Entry<Integer, String> base : bases.entrySet()) {
            Map<String, long[]> cross = pair("lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k");
            cross.replaceAll((name, shape) -> name.contains("down") ? new long[] {2, base.getKey()} : shape);
            assertEquals(
                    "a LoRA of " + base.getValue(),
                    ModelLook.at(file("b" + base.getKey(), "F16", cross)).kind());
        }
    }

    @Test
    void aLearnedWordTellsItsModelsAndWhatIsNoneIsRefused() throws IOException {
        assertEquals(
                "a textual inversion embedding of SD 1.x",
                ModelLook.at(file("one", "F16", Map.of("emb_params", new long[] {2, 768})))
                        .kind());
        Map<String, long[]> two = new LinkedHashMap<>();
        two.put("clip_l", new long[] {1, 768});
        two.put("clip_g", new long[] {1, 1280});
        assertEquals(
                "a textual inversion embedding of SDXL",
                ModelLook.at(file("two", "F16", two)).kind());
        two.remove("clip_l");
        assertEquals(
                "a textual inversion embedding of another kind of model",
                ModelLook.at(file("half", "F16", two)).kind());
        requireTold(
                Option.EMBEDDINGS,
                file("deep", "F16", Map.of("emb_params", new long[] {1, 2, 32})),
                "has the shape (1, 2, 32)");
        two.put("emb_params", new long[] {1, 32});
        requireTold(Option.EMBEDDINGS, file("several", "F16", two), "has 2 tensors");
        requireTold(Option.EMBEDDINGS, file("blank", "F16", Map.of("my word", new long[] {1, 32})), "word 'my word'");
    }

    /** The shapes of a file with twice as many channels: fewer than 32 have only models with configuration files beside them. */
    private static Map<String, long[]> twice(Path file) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        Header.read(file)
                .shapes()
                .forEach((name, shape) -> shapes.put(
                        name,
                        LongStream.of(shape.getShape())
                                .map(side -> side <= 8 ? side : 2 * side)
                                .toArray()));
        return shapes;
    }

    @Test
    void anAutoencoderOfOtherLatentsOrWithoutAHalfIsNone() throws IOException {
        Path own = Folders.MODELS.resolve("single/vae-ldm-prefix-f16.safetensors");
        Map<String, long[]> shapes = twice(own);
        assertEquals(ModelLook.Use.VAE, ModelLook.at(file("own", "F16", shapes)).use());
        Map<String, long[]> flux = new LinkedHashMap<>(shapes);
        flux.computeIfPresent("first_stage_model.decoder.conv_in.weight", (name, shape) -> {
            long[] wide = shape.clone();
            wide[1] = 16;
            return wide;
        });
        ModelLook look = ModelLook.at(file("ae", "F16", flux));
        assertEquals(ModelLook.Use.NONE, look.use());
        assertTrue(
                look.problem()
                        .contains(
                                "Its latents have 16 channels, as those of Stable Diffusion 3 and Flux, and those of the models that can be used"
                                        + " here have 4: take a VAE for Stable Diffusion 1.x, 2.x or XL."),
                look.problem());
        assertTrue(run(Option.VAE, file("ae", "F16", flux)).contains("latents of 16 channels"));
        shapes.keySet().removeIf(name -> name.contains("decoder."));
        Path half = file("half", "F16", shapes);
        assertEquals(ModelLook.Use.NONE, ModelLook.at(half).use());
        assertTrue(run(Option.VAE, half).contains("has no tensor for decoder.conv_in.weight"));
        assertTrue(ModelLook.at(half).problem().contains("has no tensor for decoder.conv_in.weight"));
    }

    /** As ae.safetensors of Flux is, which has no convolutions between network and latents, and the folder vae of either. */
    @Test
    void theAutoencodersOfOtherModelsAreToldByTheirLatents() throws IOException {
        Map<String, long[]> ae = new LinkedHashMap<>();
        twice(Folders.MODELS.resolve("single/vae-ldm-prefix-f16.safetensors")).forEach((name, shape) -> {
            if (!name.contains("quant_conv")) ae.put(name.replace("first_stage_model.", ""), shape);
        });
        ae.get("decoder.conv_in.weight")[1] = 16;
        ae.get("encoder.conv_out.weight")[0] = 32;
        ae.put("encoder.conv_out.bias", new long[] {32});
        assertTrue(ModelLook.at(file("ae", "F16", ae)).problem().startsWith("Its latents have 16 channels, as"));
        Path vae = Folders.copy(TINY.resolve("vae"), folder.resolve("vae"));
        Path config = vae.resolve("config.json");
        for (int channels : new int[] {16, 32}) {
            Files.writeString(
                    config,
                    "{\"_class_name\": \"AutoencoderKL\", \"latent_channels\": " + channels
                            + ", \"use_quant_conv\": false, \"shift_factor\": 0.1159, \"patch_size\": [2, 2]}");
            String told = ModelLook.at(vae).problem();
            assertTrue(told.startsWith("Its latents have " + channels + " channels, "), told);
        }
    }

    @Test
    void whatIsStoredAsNobodyReadsItIsNone() throws IOException {
        Map<String, long[]> pair = pair("lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q");
        pair.replaceAll((name, shape) -> name.contains("down.w") ? new long[] {2, 16} : new long[] {16, 2});
        Path eight = file("eight", "F8_E4M3", pair);
        ModelLook look = ModelLook.at(eight);
        assertEquals(ModelLook.Use.NONE, look.use());
        assertTrue(look.problem().contains("stored as F8_E4M3, and only F32, F16 and BF16 are read"), look.problem());
        assertTrue(run(Option.LORA, eight).contains("stored as F8_E4M3, and only F32, F16 and BF16 are read"));
    }

    @Test
    void aWholeModelWithoutItsAutoencoderIsNone() throws IOException {
        Map<String, long[]> shapes = twice(Folders.MODELS.resolve("single/tiny-sd1-ldm-f16-ema.safetensors"));
        String text = "cond_stage_model.transformer.text_model.embeddings.";
        shapes.get(text + "token_embedding.weight")[0] = 49408; // as the plugin's tokenizer asks
        shapes.get(text + "position_embedding.weight")[0] = 77;
        assertEquals("", ModelLook.at(file("whole", "F16", shapes)).problem());
        shapes.keySet().removeIf(name -> name.startsWith("first_stage_model."));
        Path pruned = file("pruned", "F16", shapes);
        ModelLook look = ModelLook.at(pruned);
        assertEquals(ModelLook.Use.NONE, look.use());
        String told = assertThrows(Refusal.class, () -> ModelFacts.of(pruned)).getMessage();
        assertEquals(told, look.problem());
    }

    @Test
    void otherKindsAreNamed() throws IOException {
        Map<String, String> kinds = Map.of(
                "control_model.x", "a ControlNet",
                "input_hint_block.0.bias", "a ControlNet",
                "double_blocks.0.img_attn.norm.key_norm.scale", "Flux",
                "joint_blocks.0.context_block.adaLN_modulation.1.bias", "Stable Diffusion 3 / 3.5",
                "conditioner.embedders.0.model.x", "an SDXL refiner");
        for (Map.Entry<String, String> kind : kinds.entrySet()) {
            ModelLook look = ModelLook.at(file("x", "F16", Map.of(kind.getKey(), new long[] {2})));
            assertEquals("It is " + kind.getValue() + ", which cannot be used here.", look.problem());
        }
        Path gguf = Files.write(folder.resolve("flux.gguf"), new byte[100]);
        assertTrue(ModelLook.at(gguf).problem().contains("is not a .safetensors file"));
    }
}
