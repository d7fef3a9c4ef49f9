package org.prompttoprompt.lora;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ldm.UnetNames;

/** Which tensor of a model each layer of a LoRA file changes. */
final class LoraTargets {
    private LoraTargets() {}

    /**
     * Returns the file's layers of a part by the names of the part's tensors.
     *
     * @throws Refusal naming a layer that the part does not have
     */
    static Map<String, String> of(LoraFile file, String part, Set<String> names) {
        Map<String, String> targets = new HashMap<>();
        found(file, part, names)
                .forEach((layer, name) -> targets.put(
                        name.orElseThrow(
                                () -> new Refusal("lora=" + file.header().path() + ": it changes the layer " + layer
                                        + ", which the model's " + part
                                        + " does not have. It is a LoRA of another kind of model: give one"
                                        + " that was made for this kind.")),
                        layer));
        return targets;
    }

    /** Returns the part's tensor of each layer; empty where it has none. */
    static Map<String, Optional<String>> found(LoraFile file, String part, Set<String> names) {
        Map<String, String> layers = new HashMap<>();
        for (String name : names) {
            if (!name.endsWith(".weight")) continue;
            String layer = name.substring(0, name.length() - ".weight".length()).replace('.', '_');
            layers.put(bare(layer), name);
        }
        UnetNames original = new UnetNames(resnets(names));
        Map<String, Optional<String>> found = new HashMap<>();
        for (String layer : file.layers().getOrDefault(part, Map.of()).keySet()) {
            Optional<String> name = Optional.ofNullable(layers.get(bare(layer)));
            boolean renamed = name.isEmpty() && part.equals("unet");
            found.put(layer, renamed ? original.underscored(layer).map(layers::get) : name);
        }
        return found;
    }

    /** The same text encoder has its names with and without this beginning. */
    private static String bare(String layer) {
        return layer.startsWith("text_model_") ? layer.substring("text_model_".length()) : layer;
    }

    private static int resnets(Set<String> names) {
        int n = 0;
        while (names.contains("down_blocks.0.resnets." + n + ".conv1.weight")) n++;
        return Math.max(1, n);
    }
}
