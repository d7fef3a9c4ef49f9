package org.prompttoprompt.lora;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a tensor of a LoRA file says: which matrix of which layer of which part of the model. Five namings are about:
 * kohya's, PEFT's in diffusers and its own, and two older ones of diffusers, of which the oldest leaves out the part.
 *
 * @param part of the model: {@code unet}, {@code text_encoder}, {@code text_encoder_2}
 * @param layer by its name in diffusers or transformers, underscores in place of the dots
 * @param role of the tensor
 */
record LoraKey(String part, String layer, Role role) {
    /** What a tensor is in ΔW = α/r · B A. */
    enum Role {
        /** A, [rank, in, ...]. */
        DOWN,
        /** B, [out, rank, ...]. */
        UP,
        /** α, one number. */
        ALPHA
    }

    private record Ending(Pattern pattern, Role role) {
        Ending(String pattern, Role role) {
            this(Pattern.compile("(.+)" + pattern), role);
        }
    }

    private static final List<Ending> ENDINGS = List.of(
            new Ending("\\.lora_down\\.weight", Role.DOWN),
            new Ending("\\.lora_up\\.weight", Role.UP),
            new Ending("\\.lora_A(?:\\.\\w+)?\\.weight", Role.DOWN),
            new Ending("\\.lora_B(?:\\.\\w+)?\\.weight", Role.UP),
            new Ending("(?:\\.lora|\\.lora_linear_layer|_lora)\\.down\\.weight", Role.DOWN),
            new Ending("(?:\\.lora|\\.lora_linear_layer|_lora)\\.up\\.weight", Role.UP),
            new Ending("\\.alpha", Role.ALPHA));
    private static final Map<String, String> OTHER_SIDE = Map.of(
            "lora_down",
            "lora_up",
            "lora_up",
            "lora_down",
            "lora_A",
            "lora_B",
            "lora_B",
            "lora_A",
            "down",
            "up",
            "up",
            "down");
    private static final Pattern SIDE = Pattern.compile("(.*\\.)(lora_down|lora_up|lora_A|lora_B|down|up)(\\..*)");
    private static final Pattern KOHYA = Pattern.compile("lora_(unet|te|te1|te2)_(.+)");
    private static final Pattern DOTTED =
            Pattern.compile("(?:base_model\\.model\\.)?(unet|text_encoder|text_encoder_2)\\.(.+)");
    private static final Pattern OLDEST = Pattern.compile("(?:down_blocks|mid_block|up_blocks)\\..+");
    private static final Pattern ADAPTER = Pattern.compile(
            "base_model\\.model\\.((?:down_blocks|mid_block|up_blocks|conv_in|conv_out|time_embedding|add_embedding)(?:\\..+)?)");

    /** Returns what a name says; empty if it is none of a LoRA. */
    static Optional<LoraKey> parse(String name) {
        for (Ending ending : ENDINGS) {
            Matcher m = ending.pattern().matcher(name);
            if (m.matches()) return layer(m.group(1), ending.role());
        }
        return Optional.empty();
    }

    /** Returns whether a tensor is called as PEFT itself calls those of an adapter of a network, which has its strength in a file beside it. */
    static boolean isOfAdapter(String name) {
        return name.startsWith("base_model.model.");
    }

    /** Returns how the other matrix of a layer is called, where one of the two is called so. */
    static String partner(String name) {
        Matcher m = SIDE.matcher(name);
        return m.matches() ? m.group(1) + OTHER_SIDE.get(m.group(2)) + m.group(3) : "the other matrix of " + name;
    }

    private static Optional<LoraKey> layer(String layer, Role role) {
        Matcher kohya = KOHYA.matcher(layer);
        if (kohya.matches()) {
            String part = switch (kohya.group(1)) {
                case "unet" -> "unet";
                case "te2" -> "text_encoder_2";
                default -> "text_encoder";
            };
            return Optional.of(new LoraKey(part, kohya.group(2), role));
        }
        Matcher dotted = DOTTED.matcher(layer);
        if (dotted.matches()) return Optional.of(new LoraKey(dotted.group(1), plain(dotted.group(2)), role));
        Matcher adapter = ADAPTER.matcher(layer);
        if (adapter.matches()) return Optional.of(new LoraKey("unet", plain(adapter.group(1)), role));
        return OLDEST.matcher(layer).matches()
                ? Optional.of(new LoraKey("unet", plain(layer), role))
                : Optional.empty();
    }

    /** Older files name the processor of an attention layer, and a text encoder's projections as those of the network. */
    private static String plain(String layer) {
        return layer.replace(".processor.", ".")
                .replaceFirst("(attn[12])\\.to_out$", "$1.to_out.0")
                .replaceFirst("self_attn\\.to_out$", "self_attn.out_proj")
                .replaceFirst("self_attn\\.to_([qkv])$", "self_attn.$1_proj")
                .replace('.', '_');
    }
}
