package org.prompttoprompt.vae;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.prompttoprompt.checkpoint.Bounds;
import org.prompttoprompt.checkpoint.Config;

/** The architecture that a config.json of an AutoencoderKL describes; what is not supported is refused by name. */
public record VaeConfig(
        int imageChannels,
        int outChannels,
        int latentChannels,
        List<Integer> channels,
        int resnets,
        int groups,
        boolean midAttention,
        boolean quantConv,
        boolean postQuantConv,
        double scalingFactor,
        double shiftFactor) {
    /** Not in the config: diffusers' own. */
    static final double EPS = 1e-6;

    /** Latents are spread by about 1 / {@link #scalingFactor} around it: no mean of them is larger. */
    private static final int MOST_SHIFT = 1000;

    /** Reads the config.json of a folder {@code vae}, without any weights. */
    public static VaeConfig open(Path folder) {
        return of(Config.open(folder.resolve("config.json")));
    }

    /** Reads options, wherever they come from. */
    public static VaeConfig of(Config c) {
        c.allow("_class_name", "AutoencoderKL");
        c.allow("act_fn", "silu", "swish");
        c.allow("latents_mean", (Object) null);
        c.allow("latents_std", (Object) null);
        List<Integer> channels = Bounds.eachAtLeast(1, c, "block_out_channels", List.of(64));
        requireTypes(c, "down_block_types", "DownEncoderBlock2D", channels.size());
        requireTypes(c, "up_block_types", "UpDecoderBlock2D", channels.size());
        VaeConfig config = new VaeConfig(
                Bounds.atLeast(1, c, "in_channels", 3),
                Bounds.atLeast(1, c, "out_channels", 3),
                Bounds.atLeast(1, c, "latent_channels", 4),
                channels,
                Bounds.layers(1, c, "layers_per_block", 1),
                c.getInt("norm_num_groups", 32),
                c.getBoolean("mid_block_add_attention", true),
                c.getBoolean("use_quant_conv", true),
                c.getBoolean("use_post_quant_conv", true),
                Bounds.positive(c, "scaling_factor", 0.18215),
                c.getDouble("shift_factor", 0));
        c.ignoreMovingAverage();
        c.getBoolean("force_upcast", true); // what it computes in is asked elsewhere
        c.requireAllRead("sample_size");
        if (config.groups < 1 || channels.stream().anyMatch(width -> width % config.groups != 0)) {
            throw c.refuse("norm_num_groups", "it must divide the channels " + channels);
        }
        if (Math.abs(config.shiftFactor) > MOST_SHIFT) {
            throw c.refuse("shift_factor", "it must be from -" + MOST_SHIFT + " to " + MOST_SHIFT);
        }
        return config;
    }

    /** Returns how many image pixels a latent pixel is wide: 8 in Stable Diffusion. */
    public int factor() {
        return 1 << (channels.size() - 1);
    }

    private static void requireTypes(Config c, String key, String type, int levels) {
        List<String> types = Collections.nCopies(levels, type);
        if (!c.getStrings(key, List.of(type)).equals(types)) throw c.refuse(key, "supported: " + types);
    }
}
