package org.prompttoprompt.ldm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.ldm.Stored.Form;

/** The text encoders' names in the original layout, and in transformers: of CLIP by OpenAI nearly the same, of OpenCLIP others. */
final class TextNames {
    private static final String TEXT = "text_model.";
    private static final Pattern BLOCK = Pattern.compile("transformer\\.resblocks\\.(\\d+)\\.(.+)");
    private static final Map<String, String> LAYER = Map.of(
            "ln_1", "layer_norm1",
            "ln_2", "layer_norm2",
            "mlp.c_fc", "mlp.fc1",
            "mlp.c_proj", "mlp.fc2",
            "attn.out_proj", "self_attn.out_proj");
    private static final Map<String, String> OUTER = Map.of(
            "token_embedding.weight", "embeddings.token_embedding.weight",
            "positional_embedding", "embeddings.position_embedding.weight",
            "ln_final.weight", "final_layer_norm.weight",
            "ln_final.bias", "final_layer_norm.bias");

    private TextNames() {}

    /** Returns where the tensors of OpenAI's CLIP lie; some merged files lack a part of their names. */
    static Map<String, Stored> clip(Set<String> keys, String prefix) {
        Map<String, Stored> names = new LinkedHashMap<>();
        for (String key : keys) {
            if (!key.startsWith(prefix) || key.endsWith(".position_ids")) continue;
            String name = key.substring(prefix.length());
            names.put(name.startsWith(TEXT) ? name : TEXT + name, Stored.whole(key));
        }
        return names;
    }

    /**
     * Returns where the tensors of an OpenCLIP encoder lie.
     *
     * @param whole whether all of it is used: Stable Diffusion 2 takes the state before its last block, and no projection
     */
    static Map<String, Stored> openClip(Set<String> keys, String prefix, boolean whole) {
        Map<String, Stored> names = new LinkedHashMap<>();
        int blocks = blocks(keys, prefix);
        for (String key : keys) {
            if (!key.startsWith(prefix)) continue;
            String name = key.substring(prefix.length());
            Matcher block = BLOCK.matcher(name);
            if (block.matches()) {
                int number = Integer.parseInt(block.group(1));
                if (whole || number < blocks - 1) addLayer(names, number, block.group(2), key);
            } else if (name.equals("text_projection")) {
                if (whole) names.put("text_projection.weight", new Stored(key, Form.TRANSPOSED));
            } else if (!name.equals("logit_scale") && !name.equals("attn_mask")) {
                names.put(TEXT + OUTER.getOrDefault(name, name), Stored.whole(key));
            }
        }
        return names;
    }

    /** Returns how many transformer blocks an OpenCLIP encoder has. */
    static int blocks(Set<String> keys, String prefix) {
        return 1
                + keys.stream()
                        .filter(key -> key.startsWith(prefix))
                        .map(key -> BLOCK.matcher(key.substring(prefix.length())))
                        .filter(Matcher::matches)
                        .mapToInt(m -> Integer.parseInt(m.group(1)))
                        .max()
                        .orElse(-1);
    }

    /** Queries, keys and values lie below each other. */
    private static void addLayer(Map<String, Stored> names, int number, String inner, String key) {
        String layer = TEXT + "encoder.layers." + number + ".";
        if (inner.startsWith("attn.in_proj_")) {
            String kind = inner.substring("attn.in_proj_".length());
            names.put(layer + "self_attn.q_proj." + kind, new Stored(key, Form.FIRST_THIRD));
            names.put(layer + "self_attn.k_proj." + kind, new Stored(key, Form.SECOND_THIRD));
            names.put(layer + "self_attn.v_proj." + kind, new Stored(key, Form.LAST_THIRD));
            return;
        }
        int dot = inner.lastIndexOf('.');
        String name = LAYER.getOrDefault(inner.substring(0, dot), inner.substring(0, dot));
        names.put(layer + name + inner.substring(dot), Stored.whole(key));
    }
}
