package org.prompttoprompt.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.checkpoint.Header;

/**
 * Networks that were made from Stable Diffusion XL's by leaving out transformers (SSD-1B, Segmind Vega; Gupta et al. 2024). Turbo and
 * Lightning models have all of them.
 */
final class DistilledXl {
    static final String NAME = "a distilled SDXL of another build (SSD-1B, Segmind Vega)";

    private static final Pattern BLOCK = Pattern.compile(
            "model\\.diffusion_model\\.(input_blocks|middle_block|output_blocks)\\.(\\d+)(?:\\.1)?\\.transformer_blocks\\.(\\d+)\\..*");

    private DistilledXl() {}

    /** Returns whether the way up has other transformers than the way down, or the middle none. */
    static boolean is(Header header) {
        Map<String, Map<String, Integer>> depths = new HashMap<>();
        for (String name : header.names()) {
            Matcher m = BLOCK.matcher(name);
            if (!m.matches()) continue;
            depths.computeIfAbsent(m.group(1), part -> new HashMap<>())
                    .merge(m.group(2), Integer.parseInt(m.group(3)) + 1, Math::max);
        }
        Set<Integer> down = depths(depths, "input_blocks");
        Set<Integer> up = depths(depths, "output_blocks");
        if (down.isEmpty() || up.isEmpty()) return false;
        return !down.equals(up) || !depths.containsKey("middle_block");
    }

    private static Set<Integer> depths(Map<String, Map<String, Integer>> depths, String part) {
        return new HashSet<>(depths.getOrDefault(part, Map.of()).values());
    }
}
