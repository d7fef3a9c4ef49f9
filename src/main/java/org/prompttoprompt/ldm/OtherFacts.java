package org.prompttoprompt.ldm;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Map;

/** The configurations of text encoders, autoencoder and sampler as shapes tell them, and as they are in all models of a family. */
final class OtherFacts {
    private static final int HEAD_SIZE = 64;
    private static final int GROUPS = 32;

    private OtherFacts() {}

    /** @param open whether it is an OpenCLIP encoder, with the exact gelu */
    static JsonObject text(Map<String, Shape> shapes, boolean open, Path file) {
        JsonObject text = new JsonObject();
        Shape tokens = UnetFacts.shape(shapes, "text_model.embeddings.token_embedding.weight", file);
        long dim = tokens.get(1);
        if (dim % HEAD_SIZE != 0) throw UnetFacts.unusual(file, "its text encoder has " + dim + " channels");
        text.addProperty("model_type", "clip_text_model");
        text.addProperty("vocab_size", tokens.get(0));
        text.addProperty("hidden_size", dim);
        text.addProperty(
                "max_position_embeddings",
                UnetFacts.shape(shapes, "text_model.embeddings.position_embedding.weight", file)
                        .get(0));
        text.addProperty("num_hidden_layers", UnetFacts.count(shapes, "text_model.encoder.layers."));
        text.addProperty("num_attention_heads", dim / HEAD_SIZE);
        text.addProperty(
                "intermediate_size",
                UnetFacts.shape(shapes, "text_model.encoder.layers.0.mlp.fc1.weight", file)
                        .get(0));
        text.addProperty("hidden_act", open ? "gelu" : "quick_gelu");
        String projection = "text_projection.weight";
        if (shapes.containsKey(projection))
            text.addProperty(
                    "projection_dim", UnetFacts.shape(shapes, projection, file).get(0));
        text.addProperty("eos_token_id", 2);
        return text;
    }

    /** @param xl whether the scale of latents is that of Stable Diffusion XL */
    static JsonObject vae(Map<String, Shape> shapes, boolean xl, Path file) {
        JsonObject vae = new JsonObject();
        JsonArray channels = new JsonArray();
        JsonArray down = new JsonArray();
        JsonArray up = new JsonArray();
        int levels = UnetFacts.count(shapes, "encoder.down_blocks.");
        for (int level = 0; level < levels; level++) {
            long width = UnetFacts.shape(shapes, "encoder.down_blocks." + level + ".resnets.0.conv1.weight", file)
                    .get(0);
            if (width % GROUPS != 0) throw UnetFacts.unusual(file, "its VAE has " + width + " channels");
            channels.add(width);
            down.add("DownEncoderBlock2D");
            up.add("UpDecoderBlock2D");
        }
        vae.addProperty("_class_name", "AutoencoderKL");
        vae.add("block_out_channels", channels);
        vae.add("down_block_types", down);
        vae.add("up_block_types", up);
        vae.addProperty("layers_per_block", UnetFacts.count(shapes, "encoder.down_blocks.0.resnets."));
        vae.addProperty(
                "latent_channels",
                UnetFacts.shape(shapes, "decoder.conv_in.weight", file).get(1));
        vae.addProperty("norm_num_groups", GROUPS);
        vae.addProperty("scaling_factor", xl ? 0.13025 : 0.18215);
        return vae;
    }

    /** A tiny autoencoder's: its levels begin with convolutions without a bias, between them are blocks. */
    static JsonObject tinyVae(Map<String, Shape> shapes, Path file) {
        JsonObject vae = new JsonObject();
        JsonArray encoder = new JsonArray();
        JsonArray decoder = new JsonArray();
        JsonArray channels = new JsonArray();
        Shape first = UnetFacts.shape(shapes, "decoder.layers.0.weight", file);
        long width = first.get(0);
        for (String part : new String[] {"encoder", "decoder"}) {
            JsonArray blocks = part.equals("encoder") ? encoder : decoder;
            int last = shapes.keySet().stream()
                    .filter(name -> name.matches(part + "\\.layers\\.\\d+\\.weight"))
                    .mapToInt(name -> Integer.parseInt(name.split("\\.")[2]))
                    .max()
                    .orElse(0);
            int inLevel = 0;
            for (int layer = 1; layer < last; layer++) {
                String name = part + ".layers." + layer;
                if (shapes.containsKey(name + ".conv.0.weight")) inLevel++;
                if (!shapes.containsKey(name + ".weight")) continue;
                blocks.add(inLevel);
                inLevel = 0;
            }
            blocks.add(inLevel);
        }
        encoder.forEach(level -> channels.add(width));
        vae.addProperty("_class_name", "AutoencoderTiny");
        vae.add("num_encoder_blocks", encoder);
        vae.add("num_decoder_blocks", decoder);
        vae.add("encoder_block_out_channels", channels);
        vae.add("decoder_block_out_channels", channels);
        vae.addProperty("latent_channels", first.get(1));
        return vae;
    }

    /**
     * The sampler of the family's published folders.
     *
     * @param consistent whether it is a consistency model
     */
    static JsonObject scheduler(Family family, boolean consistent) {
        JsonObject scheduler = new JsonObject();
        String ofFamily = switch (family) {
            case SD1 -> "PNDMScheduler";
            case SD2 -> "DDIMScheduler";
            case XL -> "EulerDiscreteScheduler";
        };
        scheduler.addProperty("_class_name", consistent ? "LCMScheduler" : ofFamily);
        scheduler.addProperty("beta_start", 0.00085);
        scheduler.addProperty("beta_end", 0.012);
        scheduler.addProperty("beta_schedule", "scaled_linear");
        scheduler.addProperty("num_train_timesteps", 1000);
        scheduler.addProperty("set_alpha_to_one", false);
        scheduler.addProperty("skip_prk_steps", true);
        scheduler.addProperty("steps_offset", 1);
        scheduler.addProperty("timestep_spacing", "leading");
        return scheduler;
    }
}
