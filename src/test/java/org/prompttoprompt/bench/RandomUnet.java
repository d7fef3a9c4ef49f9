package org.prompttoprompt.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.RandomTensors;
import org.prompttoprompt.engine.ChosenPrecision;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.unet.UNet;

/**
 * A UNet of the size of Stable Diffusion 1.5 (860 million weights, 3.4 GB) with random weights, made in memory: as slow as
 * the real one, without its licence. The main method times one step of one edit, four rows at 64 x 64 latents, on the device and in
 * the precision that the settings name.
 */
public final class RandomUnet {
    private static final String CONFIG = """
            {"_class_name": "UNet2DConditionModel", "act_fn": "silu", "attention_head_dim": 8,
             "block_out_channels": [320, 640, 1280, 1280], "center_input_sample": false, "cross_attention_dim": 768,
             "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
             "downsample_padding": 1, "flip_sin_to_cos": true, "freq_shift": 0, "in_channels": 4, "layers_per_block": 2,
             "mid_block_scale_factor": 1, "norm_eps": 1e-05, "norm_num_groups": 32, "out_channels": 4, "sample_size": 64,
             "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]}
            """;

    private RandomUnet() {}

    /** Returns a new network; its weights live as long as the manager. */
    public static UNet create(NDManager manager) throws IOException {
        return create(manager, CONFIG);
    }

    /** Returns a new network of this {@code config.json}. */
    public static UNet create(NDManager manager, String json) throws IOException {
        Path config = Files.createTempFile("unet", ".json");
        try {
            Files.writeString(config, json);
            Opening opening = Opening.PLAIN.in(ChosenPrecision.asSet()).held(HeldAs.chosen());
            return new UNet(Config.open(config), opening.weights("unet", new RandomTensors(manager)));
        } finally {
            Files.delete(config);
        }
    }

    /** Times the forward pass; {@code args}: rows, repetitions. */
    public static void main(String[] args) {
        int rows = Arguments.number(args, 0, 4);
        int repetitions = Arguments.number(args, 1, 3);
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                UNet unet = create(manager);
                NDArray latents = manager.randomNormal(new Shape(rows, 4, 64, 64));
                NDArray context = manager.randomNormal(new Shape(rows, 77, 768));
                for (int i = 0; i < repetitions; i++) {
                    time("fused everywhere", unet, latents, context, AttentionControl.NONE);
                    time("maps as an edit wants them", unet, latents, context, maps(16 * 16));
                }
                time("every map", unet, latents, context, maps(Integer.MAX_VALUE));
            }
            return null;
        });
    }

    private static AttentionControl maps(int largestSelf) {
        return new AttentionControl() {
            @Override
            public boolean wants(Site site) {
                return site.cross() || site.pixels() <= largestSelf;
            }

            @Override
            public NDArray apply(NDArray maps, Site site) {
                return maps;
            }
        };
    }

    private static void time(String what, UNet unet, NDArray latents, NDArray context, AttentionControl control) {
        long start = System.nanoTime();
        try (NDArray noise = unet.forward(latents, 500, context, control, FeatureControl.NONE);
                NDArray sum = noise.sum()) {
            sum.getFloat(); // A GPU has computed only what was read.
        }
        System.out.printf(Locale.ROOT, "%-28s %6.2f s%n", what, (System.nanoTime() - start) / 1e9);
    }
}
