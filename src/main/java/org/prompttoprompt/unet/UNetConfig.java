package org.prompttoprompt.unet;

import java.nio.file.Path;
import java.util.List;
import org.prompttoprompt.checkpoint.Bounds;
import org.prompttoprompt.checkpoint.Config;

/**
 * The architecture that a config.json of a UNet2DConditionModel describes. What it asks for beyond Stable Diffusion 1.x and
 * 2.x is refused by name.
 *
 * @param sampleSize side of the latents that the model was trained at
 * @param channels of each level, the finest first
 * @param attends whether each level of the way down has attention
 * @param upAttends likewise of the way up, the coarsest first
 * @param middle whether there is a block between both ways; smaller networks made from Stable Diffusion's have none (BK-SDM, Kim et al.
 *     2023, arXiv 2305.15798)
 * @param heads of each level, the finest first
 * @param guidanceChannels of the guidance scale's embedding, 0 where the network does not take it
 * @param sizeChannels of the waves of each size that Stable Diffusion XL is told, 0 where the network is told none
 * @param addedChannels of these and the pooled prompt together
 */
public record UNetConfig(
        int inChannels,
        int outChannels,
        int sampleSize,
        List<Integer> channels,
        List<Boolean> attends,
        List<Boolean> upAttends,
        boolean middle,
        List<Integer> heads,
        List<Integer> resnets,
        List<Integer> depths,
        int contextDim,
        int groups,
        double eps,
        boolean linearProjection,
        int downsamplePadding,
        boolean cosineFirst,
        double frequencyShift,
        int guidanceChannels,
        int sizeChannels,
        int addedChannels) {

    /** What Stable Diffusion XL is told: height and width of the original, top and left of its crop, height and width. */
    private static final int SIZES = 6;

    /** Images of 32768 pixels: more than any model was trained at, and their product is still a whole number. */
    private static final int LARGEST = 4096;

    /** Reads the config.json of a folder {@code unet}, without any weights. */
    public static UNetConfig open(Path folder) {
        return of(Config.open(folder.resolve("config.json")));
    }

    /** Reads options, wherever they come from. */
    public static UNetConfig of(Config c) {
        c.allow("_class_name", "UNet2DConditionModel");
        List<Integer> channels = Bounds.eachAtLeast(1, c, "block_out_channels", List.of(320, 640, 1280, 1280));
        int levels = channels.size();
        refuseOthers(c);
        UNetConfig config = new UNetConfig(
                Bounds.atLeast(1, c, "in_channels", 4),
                Bounds.atLeast(1, c, "out_channels", 4),
                Bounds.between(1, LARGEST, c, "sample_size", 64),
                channels,
                attends(c, "down_block_types", "DownBlock2D", levels),
                attends(c, "up_block_types", "UpBlock2D", levels),
                !c.isNull("mid_block_type"),
                c.getPerLevel("attention_head_dim", 8, levels),
                Bounds.layersOfEach(1, c, "layers_per_block", 2, levels),
                Bounds.layersOfEach(0, c, "transformer_layers_per_block", 1, levels),
                Bounds.atLeast(1, c, "cross_attention_dim", 1280),
                c.getInt("norm_num_groups", 32),
                Bounds.epsilon(c, "norm_eps", 1e-5),
                c.getBoolean("use_linear_projection", false),
                c.getInt("downsample_padding", 1),
                c.getBoolean("flip_sin_to_cos", true),
                c.getDouble("freq_shift", 0),
                Bounds.atLeast(0, c, "time_cond_proj_dim", 0),
                Bounds.atLeast(0, c, "addition_time_embed_dim", 0),
                Bounds.atLeast(0, c, "projection_class_embeddings_input_dim", 0));
        c.ignoreMovingAverage();
        c.getBoolean("upcast_attention", false); // the softmax is computed in single precision anyway
        c.requireAllRead("dropout", "addition_embed_type_num_heads");
        config.validate(c);
        return config;
    }

    private static List<Boolean> attends(Config c, String key, String plain, int levels) {
        List<String> types = c.getStrings(key, defaultTypes(plain));
        if (types.size() != levels) throw c.refuse(key, "it must have one entry for each of the " + levels + " levels");
        if (!types.stream().allMatch(type -> type.equals(plain) || type.equals("CrossAttn" + plain))) {
            throw c.refuse(key, "supported: " + plain + ", CrossAttn" + plain);
        }
        return types.stream().map(type -> !type.equals(plain)).toList();
    }

    private static List<String> defaultTypes(String plain) {
        String cross = "CrossAttn" + plain;
        return plain.startsWith("Down") ? List.of(cross, cross, cross, plain) : List.of(plain, cross, cross, cross);
    }

    private static void refuseOthers(Config c) {
        c.allow("act_fn", "silu", "swish");
        c.allow("mid_block_type", "UNetMidBlock2DCrossAttn", null);
        c.allow("attention_type", "default");
        c.allow("time_embedding_type", "positional");
        c.allow("addition_embed_type", "text_time", null);
        c.allow("resnet_time_scale_shift", "default");
        for (String one : List.of("mid_block_scale_factor", "resnet_out_scale_factor")) c.allow(one, 1);
        for (String kernel : List.of("conv_in_kernel", "conv_out_kernel")) c.allow(kernel, 3);
        for (String off : List.of(
                "center_input_sample",
                "only_cross_attention",
                "mid_block_only_cross_attention",
                "dual_cross_attention",
                "resnet_skip_time_act",
                "class_embeddings_concat")) {
            c.allow(off, false, null);
        }
        for (String none : List.of(
                "reverse_transformer_layers_per_block",
                "encoder_hid_dim",
                "encoder_hid_dim_type",
                "num_attention_heads",
                "class_embed_type",
                "num_class_embeds",
                "time_embedding_dim",
                "time_embedding_act_fn",
                "timestep_post_act",
                "cross_attention_norm")) {
            c.allow(none, (Object) null);
        }
    }

    private void validate(Config c) {
        if (sizeChannels % 2 != 0 || sizeChannels > 0 && addedChannels <= SIZES * sizeChannels) {
            throw c.refuse(
                    "addition_time_embed_dim",
                    "it must be even, and six times it less than" + " projection_class_embeddings_input_dim");
        }
        if (channels.get(0) % 2 != 0) throw c.refuse("block_out_channels", "the first must be even");
        if (guidanceChannels % 2 != 0 || guidanceChannels == 2) {
            throw c.refuse("time_cond_proj_dim", "it must be even and at least 4, or 0");
        }
        int waves = sizeChannels == 0 ? channels.get(0) : Math.min(channels.get(0), sizeChannels);
        if (!(frequencyShift >= 0 && frequencyShift < waves / 2)) {
            throw c.refuse("freq_shift", "it must be at least 0 and below " + waves / 2);
        }
        if (downsamplePadding < 0 || downsamplePadding > 1) throw c.refuse("downsample_padding", "supported: 0, 1");
        for (int level = 0; level < channels.size(); level++) {
            if (heads.get(level) < 1 || channels.get(level) % heads.get(level) != 0) {
                throw c.refuse("attention_head_dim", "each number of heads must divide the channels " + channels);
            }
            if (groups < 1 || channels.get(level) % groups != 0) {
                throw c.refuse("norm_num_groups", "it must divide the channels " + channels);
            }
        }
    }

    /** Returns the length of the pooled prompt that the network takes, 0 if it takes none. */
    public int pooledChannels() {
        return sizeChannels == 0 ? 0 : addedChannels - SIZES * sizeChannels;
    }

    /** Returns how many layers the last block has: those that a pass with another's deep features may compute. */
    public int lastLayers() {
        return resnets.get(0) + 1;
    }

    int levels() {
        return channels.size();
    }

    /** Returns what the latents' sides should be multiples of, so that every level halves without a rest. */
    public int sizeMultiple() {
        return 1 << (levels() - 1);
    }

    /** Returns the length of the time embedding, four times the finest channels. */
    int timeChannels() {
        return 4 * channels.get(0);
    }
}
