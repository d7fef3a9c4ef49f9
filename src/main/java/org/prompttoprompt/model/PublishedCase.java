package org.prompttoprompt.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An image of a well-known model of which diffusers publishes nine pixels, in its own integration tests.
 *
 * @param model its name on huggingface.co
 * @param sampler what draws it, in words
 * @param size of the image in pixels, width and height
 * @param latents name of the standard normal noise that it begins with
 * @param corner first row and column of the pixels
 * @param expected blue of 3 x 3 pixels row by row, 0 to 1
 */
public record PublishedCase(
        String id,
        String model,
        String prompt,
        String sampler,
        int steps,
        double guidance,
        int size,
        String latents,
        int corner,
        List<Double> expected) {
    private static final int PIXELS = 3;
    /** Channels of the prompts that the networks read. */
    private static final int SD1 = 768, SD2 = 1024;

    /** Single files of the models by their names, without what follows the last dot. */
    private static final Map<String, String> FILES = Map.of(
            "sd-v1-1", "CompVis/stable-diffusion-v1-1",
            "sd-v1-1-full-ema", "CompVis/stable-diffusion-v1-1",
            "sd-v1-4", "CompVis/stable-diffusion-v1-4",
            "sd-v1-4-full-ema", "CompVis/stable-diffusion-v1-4",
            "512-base-ema", "stabilityai/stable-diffusion-2-base",
            "768-v-ema", "stabilityai/stable-diffusion-2",
            "lcm_dreamshaper_v7_4k", "SimianLuo/LCM_Dreamshaper_v7");

    /** Returns all cases, which come with the plugin. */
    public static List<PublishedCase> all() {
        try (InputStream in = open("published.json")) {
            return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject()
                    .getAsJsonArray("cases")
                    .asList()
                    .stream()
                    .map(JsonElement::getAsJsonObject)
                    .map(PublishedCase::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PublishedCase of(JsonObject json) {
        int size = json.get("size").getAsInt();
        String pixels = json.get("pixels").getAsString();
        int corner = pixels.startsWith("image[-3:")
                ? size - PIXELS
                : Integer.parseInt(pixels.replaceAll("^image.([0-9]+).*", "$1"));
        return new PublishedCase(
                json.get("id").getAsString(),
                json.get("model").getAsString(),
                json.get("prompt").getAsString(),
                json.get("scheduler").getAsString(),
                json.get("num_inference_steps").getAsInt(),
                json.get("guidance_scale").getAsDouble(),
                size,
                json.get("latents").getAsString(),
                corner,
                json.getAsJsonArray("expected").asList().stream()
                        .map(JsonElement::getAsDouble)
                        .toList());
    }

    private static InputStream open(String name) {
        return PublishedCase.class.getResourceAsStream(name);
    }

    /** Returns noise that comes with the cases. */
    public static NDArray noise(NDManager manager, String name) {
        try (InputStream in = open("latents.safetensors")) {
            for (NDArray array : NDList.decode(manager, in)) if (name.equals(array.getName())) return array;
            throw new IllegalArgumentException("There is no noise " + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns whether this is a case of a model of that name, with or without its owner, or by the name of the one file as which it is
     * published too.
     */
    public boolean isOf(String name) {
        if (model.equals(FILES.get(name.toLowerCase(Locale.ROOT)))) return true;
        return model.equalsIgnoreCase(name)
                || model.equalsIgnoreCase(name.replaceFirst("--", "/"))
                || model.substring(model.indexOf('/') + 1).equalsIgnoreCase(name);
    }

    /** Returns whether a network is built as this case's: with its text encoder, its guidance and what it predicts. */
    boolean fits(StableDiffusion other) {
        boolean second = model.contains("stable-diffusion-2");
        int context = second ? SD2 : SD1;
        boolean guided = model.contains("LCM");
        return other.unet.contextDim() == context
                && other.unet.inChannels() == other.vae.latentChannels()
                && other.unet.embedsGuidance() == guided
                && other.facts.side() == size;
    }

    /** Returns the largest difference of an image from what is published, [1, 3, size, size] from 0 to 1. */
    public double difference(NDArray image) {
        double worst = 0;
        for (int i = 0; i < expected.size(); i++) {
            float blue = image.getFloat(0, 2, corner + i / PIXELS, corner + i % PIXELS);
            worst = Math.max(worst, Math.abs(blue - expected.get(i)));
        }
        return worst;
    }
}
