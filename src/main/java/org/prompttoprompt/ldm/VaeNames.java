package org.prompttoprompt.ldm;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The autoencoder's names in the original layout, which numbers the decoder's levels from the finest on, and in diffusers, which
 * numbers them in the order of execution (diffusers, convert_ldm_vae_checkpoint).
 *
 * @param levels of the decoder
 */
record VaeNames(int levels) {
    private static final Pattern LEVEL =
            Pattern.compile("(encoder|decoder)\\.(down|up)\\.(\\d+)\\.(?:block\\.(\\d+)|(downsample|upsample))\\.(.+)");
    private static final Pattern MID = Pattern.compile("(encoder|decoder)\\.mid\\.(block_1|block_2|attn_1)\\.(.+)");
    private static final Pattern OUTER =
            Pattern.compile("(?:(encoder|decoder)\\.(conv_in|conv_out|norm_out)|(post_)?quant_conv)\\.(.+)");
    private static final Map<String, String> ATTENTION =
            Map.of("norm", "group_norm", "q", "to_q", "k", "to_k", "v", "to_v", "proj_out", "to_out.0");

    static VaeNames of(Set<String> keys) {
        return new VaeNames(1
                + keys.stream()
                        .map(LEVEL::matcher)
                        .filter(m -> m.matches() && m.group(2).equals("up"))
                        .mapToInt(m -> Integer.parseInt(m.group(3)))
                        .max()
                        .orElse(0));
    }

    /** Returns the name in diffusers of a tensor of the original, without the prefix of the file; empty if it is none. */
    Optional<String> name(String key) {
        Matcher level = LEVEL.matcher(key);
        if (level.matches()) return Optional.of(level(level));
        Matcher mid = MID.matcher(key);
        if (mid.matches()) {
            String part = switch (mid.group(2)) {
                case "block_1" -> "resnets.0." + resnet(mid.group(3));
                case "block_2" -> "resnets.1." + resnet(mid.group(3));
                default -> "attentions.0." + attention(mid.group(3));
            };
            return Optional.of(mid.group(1) + ".mid_block." + part);
        }
        return OUTER.matcher(key).matches()
                ? Optional.of(key.replace(".norm_out.", ".conv_norm_out."))
                : Optional.empty();
    }

    private String level(Matcher m) {
        int number = Integer.parseInt(m.group(3));
        boolean down = m.group(2).equals("down");
        String level = m.group(1) + (down ? ".down_blocks." + number : ".up_blocks." + (levels - 1 - number));
        if (m.group(5) == null) return level + ".resnets." + m.group(4) + "." + resnet(m.group(6));
        return level + "." + m.group(5) + "rs.0." + m.group(6);
    }

    private static String resnet(String inner) {
        return inner.replaceFirst("^nin_shortcut\\.", "conv_shortcut.");
    }

    private static String attention(String inner) {
        int dot = inner.indexOf('.');
        String layer = dot < 0 ? inner : inner.substring(0, dot);
        return ATTENTION.getOrDefault(layer, layer) + inner.substring(layer.length());
    }
}
