package org.prompttoprompt.lora;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.Remembered;
import org.prompttoprompt.lora.LoraKey.Role;

/**
 * The header of a LoRA file (Hu et al. 2022), sorted by layers.
 *
 * @param header of the file
 * @param layers the names of its tensors by part and layer
 */
record LoraFile(Header header, Map<String, Map<String, Map<Role, String>>> layers) {
    private static final Remembered<LoraFile> READ = new Remembered<>(file -> of(Header.read("lora", file)));

    /**
     * Reads a file's header, once as long as the file does not change.
     *
     * @throws Refusal if it is no LoRA, or of a kind that is not supported
     */
    static LoraFile open(Path file) {
        return READ.of(file);
    }

    /**
     * Sorts a header.
     *
     * @throws Refusal if it is of no LoRA, or of a kind that is not supported
     */
    static LoraFile of(Header header) {
        LoraKinds.unsupported(header).ifPresent(other -> {
            throw refusal(header, "this is " + LoraKinds.why(other) + ", or leave it out.");
        });
        Map<String, Map<String, Map<Role, String>>> layers = new LinkedHashMap<>();
        for (String name : header.names()) {
            LoraKey key = LoraKey.parse(name)
                    .orElseThrow(() -> refusal(
                            header,
                            "this is no LoRA file: it has a tensor '" + name
                                    + "'. Give a .safetensors file of a LoRA."));
            String twice = layers.computeIfAbsent(key.part(), part -> new LinkedHashMap<>())
                    .computeIfAbsent(key.layer(), layer -> new LinkedHashMap<>())
                    .put(key.role(), name);
            if (twice != null) {
                throw refusal(
                        header,
                        twice + " and " + name
                                + " are the same matrix, and only one can count. Download it again, or leave it out.");
            }
        }
        LoraFile lora = new LoraFile(header, layers);
        lora.requirePairs();
        return lora;
    }

    private static Refusal refusal(Header header, String why) {
        return new Refusal("lora=" + header.path() + ": " + why);
    }

    private void requirePairs() {
        layers.forEach((part, byLayer) -> byLayer.forEach((layer, tensors) -> {
            for (Role role : new Role[] {Role.DOWN, Role.UP}) {
                if (tensors.containsKey(role)) continue;
                throw refusal(
                        header,
                        "of the two matrices of " + part + " " + layer + " it has only " + tensors.values()
                                + ". Download it again.");
            }
            Shape down = header.shapes().get(tensors.get(Role.DOWN));
            Shape up = header.shapes().get(tensors.get(Role.UP));
            boolean fit = down.dimension() >= 2 && up.dimension() >= 2 && up.get(1) == down.get(0);
            if (!fit) {
                throw refusal(
                        header,
                        "its matrices for " + part + " " + layer + " are " + up + " and " + down
                                + ", which have no product. Download it again, or give another LoRA.");
            }
        }));
        if (layers.isEmpty()) throw refusal(header, "the file is empty. Download it again.");
    }

    /** Returns the parts of a model that it changes. */
    Set<String> parts() {
        return new TreeSet<>(layers.keySet());
    }

    /**
     * Returns how many channels the prompts have that its cross-attention reads: 768 in Stable Diffusion 1, 1024 in 2, 2048 in XL;
     * empty if it changes no layer that tells it.
     */
    OptionalLong contextChannels() {
        return layers.getOrDefault("unet", Map.of()).entrySet().stream()
                .filter(e -> e.getKey().endsWith("attn2_to_k"))
                .mapToLong(e -> header.shapes().get(e.getValue().get(Role.DOWN)).get(1))
                .findFirst();
    }

    /** Returns whether it says of itself, or shows, that it is for Stable Diffusion XL. */
    boolean isForXl() {
        return layers.containsKey("text_encoder_2")
                || header.names().stream().anyMatch(name -> name.startsWith("lora_te1_"))
                || header.metadata().getOrDefault("ss_base_model_version", "").startsWith("sdxl");
    }
}
