package org.prompttoprompt.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.prompttoprompt.checkpoint.JsonFiles;

/**
 * Tells kinds of models apart by their files: the class in model_index.json first, then its components, then what the UNet's
 * configuration asks for, which decides where the class says otherwise. Only Stable Diffusion 1.x, 2.x and XL can be run.
 */
final class ModelKind {
    static final String INDEX = "model_index.json";
    static final String VAE = "a VAE alone";
    private static final String UNET = "unet";
    private static final int SIZES_OF_REFINER = 5;

    /** Classes that never stand for an ordinary Stable Diffusion 1.x or 2.x model; the first that fits counts. */
    private static final Map<String, String> CLASSES = new LinkedHashMap<>();

    /** What the configuration of a UNet says of its kind; the first that fits counts. */
    private static final Map<Predicate<JsonObject>, String> UNETS = new LinkedHashMap<>();

    /** Parts that only other kinds have. */
    private static final Map<String, String> EXTRA = Map.of(
            "controlnet", "a pipeline with ControlNet",
            "motion_adapter", "AnimateDiff",
            "movq", "Kandinsky 2.x",
            "vqgan", "Wuerstchen or Stable Cascade",
            "text_encoder_3", "Stable Diffusion 3 / 3.5",
            "depth_estimator", "an SD 2 depth model");

    /** What one part alone is called. */
    private static final Map<String, String> PARTS = new LinkedHashMap<>();

    static {
        CLASSES.put("StableDiffusion3.*", "Stable Diffusion 3 / 3.5");
        CLASSES.put("Flux.*", "Flux");
        CLASSES.put("PixArt.*", "PixArt");
        CLASSES.put("Kandinsky3.*", "Kandinsky 3");
        CLASSES.put("Kandinsky.*", "Kandinsky 2.x");
        CLASSES.put("IF.*", "DeepFloyd IF");
        CLASSES.put("Wuerstchen.*", "Wuerstchen");
        CLASSES.put("StableCascade.*", "Stable Cascade");
        CLASSES.put("AnimateDiff.*", "AnimateDiff");
        CLASSES.put("StableVideoDiffusion.*|TextToVideo.*", "a video model");
        CLASSES.put("StableDiffusion(XL)?ControlNet.*", "a pipeline with ControlNet");
        CLASSES.put("StableDiffusionXLInstructPix2Pix.*", "an SDXL instruct-pix2pix model");
        CLASSES.put("StableDiffusionUpscale.*", "an x4 upscaler");
        CLASSES.put("StableDiffusionLatentUpscale.*", "a latent upscaler");
        CLASSES.put("StableDiffusionDepth2Img.*", "an SD 2 depth model");
        CLASSES.put("StableDiffusionInstructPix2Pix.*", "an instruct-pix2pix model");
        CLASSES.put("StableUnCLIP.*|UnCLIP.*", "an unCLIP model");
        CLASSES.put("StableDiffusionGLIGEN.*", "a GLIGEN model");
        CLASSES.put("Kolors.*", "Kolors");
        CLASSES.put("HunyuanDiT.*", "HunyuanDiT");
        CLASSES.put("AuraFlow.*", "AuraFlow");
        CLASSES.put("Sana.*", "Sana");
        CLASSES.put("Lumina.*", "Lumina");
        CLASSES.put("CogView.*", "CogView");
        CLASSES.put("QwenImage.*", "Qwen-Image");
        CLASSES.put("ZImage.*", "Z-Image");
        CLASSES.put("Chroma.*", "Chroma");

        UNETS.put(
                unet -> is(unet, "addition_embed_type", "text_time")
                        && has(unet, "cross_attention_dim")
                        && isRefiner(unet),
                "an SDXL refiner");
        UNETS.put(unet -> is(unet, "addition_embed_type", "text_time") && isDistilled(unet), DistilledXl.NAME);
        UNETS.put(unet -> is(unet, "attention_type", "gated.*"), "a GLIGEN model");
        UNETS.put(
                unet -> is(unet, "in_channels", "8") && is(unet, "addition_embed_type", "text_time"),
                "an SDXL instruct-pix2pix model");
        UNETS.put(unet -> is(unet, "in_channels", "8"), "an instruct-pix2pix model");
        UNETS.put(unet -> is(unet, "in_channels", "7"), "an x4 upscaler");
        UNETS.put(unet -> is(unet, "in_channels", "5"), "an SD 2 depth model");
        UNETS.put(unet -> is(unet, "in_channels", "[36]"), "DeepFloyd IF");
        UNETS.put(unet -> has(unet, "class_embed_type"), "an unCLIP model");
        UNETS.put(unet -> is(unet, "encoder_hid_dim_type", ".*image.*"), "Kandinsky or a model with an image encoder");

        PARTS.put(".*ControlNet.*", "a ControlNet");
        PARTS.put("MotionAdapter", "an AnimateDiff motion module");
        PARTS.put("T2IAdapter|MultiAdapter", "a T2I adapter");
        PARTS.put("Autoencoder.*", VAE);
        PARTS.put("UNet.*", "a UNet alone");
        PARTS.put(".*Transformer.*", "a transformer alone");
    }

    private ModelKind() {}

    /**
     * Returns what a folder holds if that cannot be run, as a sentence goes on after "this is", with the place where it says so;
     * empty for Stable Diffusion 1.x, 2.x and XL.
     *
     * @throws org.prompttoprompt.Refusal if a file that must tell is no JSON
     */
    static Optional<String> unsupported(Path folder) {
        if (!Files.exists(folder.resolve(INDEX))) {
            Optional<String> part = part(folder.resolve("config.json"));
            return part.isPresent() ? part : unet(folder);
        }
        JsonObject index = JsonFiles.object(folder.resolve(INDEX));
        String name = text(index.get("_class_name"));
        Optional<String> kind = match(CLASSES, name).map(k -> k + " (" + INDEX + " says " + name + ")");
        if (kind.isPresent()) return kind;
        boolean refiner = index.has("text_encoder_2") && index.has("text_encoder") && !names(index, "text_encoder");
        if (refiner) return Optional.of("an SDXL refiner (" + INDEX + " has no first text encoder)");
        if (text(index.get("scheduler")).startsWith("EDM")) {
            return Optional.of("Playground 2.5 (" + INDEX + " says " + text(index.get("scheduler")) + ")");
        }
        for (String part : EXTRA.keySet()) {
            if (names(index, part)) return Optional.of(EXTRA.get(part) + " (" + INDEX + " has '" + part + "')");
        }
        if (names(index, "transformer")) {
            return Optional.of("a model with a transformer in place of a UNet (" + INDEX + " says " + name + ")");
        }
        Optional<String> unet = unet(folder);
        return unet.isPresent() ? unet : components(index, name);
    }

    /** Returns what one part alone is, by the config.json in its folder; empty for none that is known. */
    static Optional<String> part(Path config) {
        if (!Files.exists(config)) return Optional.empty();
        String name = text(JsonFiles.object(config).get("_class_name"));
        return match(PARTS, name).map(kind -> kind + " (config.json says " + name + ")");
    }

    private static Optional<String> unet(Path folder) {
        Path config = folder.resolve(UNET).resolve("config.json");
        if (!Files.exists(config)) return Optional.empty();
        JsonObject unet = JsonFiles.object(config);
        return UNETS.entrySet().stream()
                .filter(e -> e.getKey().test(unet))
                .map(e -> e.getValue() + " (unet/config.json)")
                .findFirst();
    }

    /** Pipelines of other names may hold the parts of an ordinary model; then they are one. */
    private static Optional<String> components(JsonObject index, String name) {
        for (Map.Entry<String, String> part : Map.of(
                        UNET, "UNet2DConditionModel", "vae", "AutoencoderKL", "text_encoder", "CLIPTextModel.*")
                .entrySet()) {
            if (!index.has(part.getKey()) || is(index, part.getKey(), part.getValue())) continue;
            return Optional.of("a model of the class " + name + ", whose part '" + part.getKey() + "' is "
                    + text(index.get(part.getKey())) + " (" + INDEX + ")");
        }
        return Optional.empty();
    }

    /** It is told five sizes, of which one is an aesthetic score: 1280 + 5 x 256. */
    private static boolean isRefiner(JsonObject unet) {
        if (!has(unet, "projection_class_embeddings_input_dim") || !has(unet, "addition_time_embed_dim")) return false;
        double all = number(unet.get("projection_class_embeddings_input_dim"));
        double waves = number(unet.get("addition_time_embed_dim"));
        return all == number(unet.get("cross_attention_dim")) + SIZES_OF_REFINER * waves;
    }

    /** What is no number is told by who reads the configuration. */
    private static double number(JsonElement value) {
        boolean is = value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
        return is ? value.getAsDouble() : Double.NaN;
    }

    /** It has fewer transformers, and other ones on the way up than on the way down. */
    private static boolean isDistilled(JsonObject unet) {
        JsonElement layers = unet.get("transformer_layers_per_block");
        boolean nested = layers != null
                && layers.isJsonArray()
                && layers.getAsJsonArray().asList().stream().anyMatch(JsonElement::isJsonArray);
        boolean middle = unet.has("mid_block_type") && !is(unet, "mid_block_type", "UNetMidBlock2DCrossAttn");
        return nested || middle || has(unet, "reverse_transformer_layers_per_block");
    }

    private static boolean names(JsonObject index, String part) {
        return !text(index.get(part)).isEmpty();
    }

    private static Optional<String> match(Map<String, String> kinds, String name) {
        return kinds.entrySet().stream()
                .filter(e -> Pattern.matches(e.getKey(), name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean has(JsonObject json, String key) {
        return json.has(key) && !json.get(key).isJsonNull();
    }

    private static boolean is(JsonObject json, String key, String pattern) {
        return has(json, key) && Pattern.matches(pattern, text(json.get(key)));
    }

    /** Returns the text of a value; of a component, which is the list of library and class, its class. */
    private static String text(JsonElement value) {
        if (value == null || value.isJsonNull()) return "";
        if (!value.isJsonArray()) return value.isJsonPrimitive() ? value.getAsString() : value.toString();
        JsonArray pair = value.getAsJsonArray();
        return pair.isEmpty() ? "" : text(pair.get(pair.size() - 1));
    }
}
