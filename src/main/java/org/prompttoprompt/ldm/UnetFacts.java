package org.prompttoprompt.ldm;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Damaged;

/**
 * The config.json of a UNet as its shapes tell it. What shapes do not tell is the same in all models of a family: the heads
 * (eight of each level in Stable Diffusion 1, of 64 channels later), the groups, the size that it was trained at.
 */
final class UnetFacts {
    private static final String AGAIN = "Download it again, or choose another.";
    private static final int GROUPS = 32;
    private static final int HEADS_SD1 = 8;
    private static final int HEAD_SIZE = 64;
    private static final int XL_TIME_DIM = 256;

    private UnetFacts() {}

    /** @param shapes by the names of diffusers */
    static JsonObject of(Family family, Map<String, Shape> shapes, boolean v, Path file) {
        JsonObject unet = new JsonObject();
        unet.addProperty("_class_name", "UNet2DConditionModel");
        unet.addProperty("in_channels", shape(shapes, "conv_in.weight", file).get(1));
        unet.addProperty("out_channels", shape(shapes, "conv_out.weight", file).get(0));
        JsonArray channels = new JsonArray();
        JsonArray heads = new JsonArray();
        JsonArray depths = new JsonArray();
        JsonArray down = new JsonArray();
        JsonArray up = new JsonArray();
        int resnets = 0;
        for (int level = 0; has(shapes, "down_blocks." + level + "."); level++) {
            String name = "down_blocks." + level + ".";
            long width = shape(shapes, name + "resnets.0.conv1.weight", file).get(0);
            boolean attends = has(shapes, name + "attentions.");
            if (width % GROUPS != 0) throw unusual(file, "its UNet has " + width + " channels");
            if (family != Family.SD1 && width % HEAD_SIZE != 0)
                throw unusual(file, "its UNet has " + width + " channels");
            channels.add(width);
            heads.add(family == Family.SD1 ? HEADS_SD1 : width / HEAD_SIZE);
            depths.add(attends ? depth(shapes, name) : 1);
            down.add(attends ? "CrossAttnDownBlock2D" : "DownBlock2D");
            resnets = count(shapes, name + "resnets.");
        }
        for (int level = 0; has(shapes, "up_blocks." + level + "."); level++) {
            up.add(has(shapes, "up_blocks." + level + ".attentions.") ? "CrossAttnUpBlock2D" : "UpBlock2D");
        }
        // A last level without attention has a transformer in the middle all the same.
        depths.set(depths.size() - 1, new JsonPrimitive(depth(shapes, "mid_block.")));
        unet.add("block_out_channels", channels);
        unet.add("attention_head_dim", heads);
        unet.add("transformer_layers_per_block", depths);
        unet.add("down_block_types", down);
        unet.add("up_block_types", up);
        unet.addProperty("layers_per_block", resnets);
        unet.addProperty(
                "cross_attention_dim",
                shape(shapes, "mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight", file)
                        .get(1));
        unet.addProperty(
                "use_linear_projection",
                shape(shapes, "mid_block.attentions.0.proj_in.weight", file).dimension() == 2);
        unet.addProperty("norm_num_groups", GROUPS);
        // Those of Stable Diffusion 2 that predict v were trained at 768 pixels.
        unet.addProperty("sample_size", family == Family.XL ? 128 : family == Family.SD2 && v ? 96 : 64);
        if (shapes.containsKey("time_embedding.cond_proj.weight")) {
            unet.addProperty(
                    "time_cond_proj_dim",
                    shape(shapes, "time_embedding.cond_proj.weight", file).get(1));
        }
        if (shapes.containsKey("add_embedding.linear_1.weight")) {
            unet.addProperty("addition_embed_type", "text_time");
            unet.addProperty("addition_time_embed_dim", XL_TIME_DIM);
            unet.addProperty(
                    "projection_class_embeddings_input_dim",
                    shape(shapes, "add_embedding.linear_1.weight", file).get(1));
        }
        return unet;
    }

    private static int depth(Map<String, Shape> shapes, String block) {
        return count(shapes, block + "attentions.0.transformer_blocks.");
    }

    private static boolean has(Map<String, Shape> shapes, String prefix) {
        return shapes.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** Returns how many numbers follow a name. */
    static int count(Map<String, Shape> shapes, String prefix) {
        int n = 0;
        while (has(shapes, prefix + n + ".")) n++;
        return n;
    }

    /** Returns the shape of a matrix or a convolution that every model has. */
    static Shape shape(Map<String, Shape> shapes, String name, Path file) {
        Shape shape = shapes.get(name);
        if (shape == null) {
            throw new Damaged(file + " has no tensor for " + name + ": it is not a whole model", AGAIN);
        }
        if (shape.dimension() < 2) {
            throw new Damaged(
                    file + " is damaged: its tensor for " + name + " has the shape " + shape + ", which is no matrix",
                    AGAIN);
        }
        return shape;
    }

    static Refusal unusual(Path file, String why) {
        return new Refusal(file + " is not built like other models in one file: " + why
                + ". A file does not tell the rest of such a model: put the folder of its configuration files in"
                + " diffusers layout beside it, with the file's name without the ending.");
    }
}
