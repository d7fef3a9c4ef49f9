package org.prompttoprompt.ldm;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The UNet's names in the original layout, which numbers its blocks in the order of execution, and in diffusers, which numbers
 * levels (diffusers, convert_ldm_unet_checkpoint).
 *
 * @param layers residual blocks of a level of the way down
 */
public record UnetNames(int layers) {
    private static final Pattern BLOCK = Pattern.compile("(input|output)_blocks\\.(\\d+)\\.(\\d+)\\.(.+)");
    private static final Pattern DOWNSAMPLER = Pattern.compile("input_blocks\\.(\\d+)\\.0\\.op\\..*");
    private static final Pattern NUMBERED =
            Pattern.compile("(input|output)_blocks_(\\d+)_(\\d+)_(.+)|middle_block_(\\d+)_(.+)|(.+)");
    private static final Map<String, String> OUTER = Map.of(
            "time_embed.0", "time_embedding.linear_1",
            "time_embed.2", "time_embedding.linear_2",
            "time_embed.cond_proj", "time_embedding.cond_proj",
            "label_emb.0.0", "add_embedding.linear_1",
            "label_emb.0.2", "add_embedding.linear_2",
            "input_blocks.0.0", "conv_in",
            "out.0", "conv_norm_out",
            "out.2", "conv_out");
    private static final Map<String, String> RESNET = Map.of(
            "in_layers.0", "norm1",
            "in_layers.2", "conv1",
            "emb_layers.1", "time_emb_proj",
            "out_layers.0", "norm2",
            "out_layers.3", "conv2",
            "skip_connection", "conv_shortcut");

    /** Returns the names of a network of these tensors, without the prefix of the file. */
    public static UnetNames of(Set<String> keys) {
        int first = keys.stream()
                .map(DOWNSAMPLER::matcher)
                .filter(Matcher::matches)
                .mapToInt(m -> Integer.parseInt(m.group(1)))
                .min()
                .orElseGet(() -> 1
                        + keys.stream()
                                .map(BLOCK::matcher)
                                .filter(m -> m.matches() && m.group(1).equals("input"))
                                .mapToInt(m -> Integer.parseInt(m.group(2)))
                                .max()
                                .orElse(2));
        return new UnetNames(Math.max(1, first - 1));
    }

    /** Returns the name in diffusers of a tensor or a layer of the original, if it is one of this network. */
    public Optional<String> name(String key) {
        for (Map.Entry<String, String> e : OUTER.entrySet()) {
            if (key.equals(e.getKey()) || key.startsWith(e.getKey() + ".")) {
                return Optional.of(e.getValue() + key.substring(e.getKey().length()));
            }
        }
        if (key.startsWith("middle_block.0.")) return Optional.of("mid_block.resnets.0." + resnet(key.substring(15)));
        if (key.startsWith("middle_block.1.")) return Optional.of("mid_block.attentions.0." + key.substring(15));
        if (key.startsWith("middle_block.2.")) return Optional.of("mid_block.resnets.1." + resnet(key.substring(15)));
        Matcher block = BLOCK.matcher(key);
        if (!block.matches()) return Optional.empty();
        int number = Integer.parseInt(block.group(2));
        int part = Integer.parseInt(block.group(3));
        boolean down = block.group(1).equals("input");
        return Optional.of(down ? down(number - 1, part, block.group(4)) : up(number, part, block.group(4)));
    }

    /** A level of the way down ends with what halves the image. */
    private String down(int number, int part, String inner) {
        String level = "down_blocks." + number / (layers + 1);
        int i = number % (layers + 1);
        if (inner.equals("op") || inner.startsWith("op.")) {
            return level + ".downsamplers.0.conv" + inner.substring("op".length());
        }
        return level + (part == 0 ? ".resnets." + i + "." + resnet(inner) : ".attentions." + i + "." + inner);
    }

    /** What doubles the image is a part of a level's last block, behind its transformer if it has one. */
    private String up(int number, int part, String inner) {
        String level = "up_blocks." + number / (layers + 1);
        int i = number % (layers + 1);
        if (inner.equals("conv") || inner.startsWith("conv.")) return level + ".upsamplers.0." + inner;
        return level + (part == 0 ? ".resnets." + i + "." + resnet(inner) : ".attentions." + i + "." + inner);
    }

    private static String resnet(String inner) {
        for (Map.Entry<String, String> e : RESNET.entrySet()) {
            if (inner.equals(e.getKey()) || inner.startsWith(e.getKey() + ".")) {
                return e.getValue() + inner.substring(e.getKey().length());
            }
        }
        return inner;
    }

    /**
     * Returns the layer in diffusers of one that is named with underscores in place of the dots, as LoRA files name it; in the
     * answer underscores stand for them too.
     */
    public Optional<String> underscored(String layer) {
        Matcher m = NUMBERED.matcher(layer);
        if (!m.matches()) return Optional.empty();
        String dotted;
        if (m.group(1) != null) {
            dotted = m.group(1) + "_blocks." + m.group(2) + "." + m.group(3) + "." + dot(m.group(4));
        } else if (m.group(5) != null) {
            dotted = "middle_block." + m.group(5) + "." + dot(m.group(6));
        } else {
            dotted = layer.replaceFirst("^(time_embed|out)_(\\d)$", "$1.$2")
                    .replaceFirst("^label_emb_0_(\\d)$", "label_emb.0.$1");
        }
        if (layer.equals("input_blocks_0_0")) dotted = "input_blocks.0.0";
        return name(dotted).map(name -> name.replace('.', '_'));
    }

    private static String dot(String inner) {
        return inner.replaceFirst("^(in_layers|emb_layers|out_layers)_(\\d)$", "$1.$2");
    }
}
