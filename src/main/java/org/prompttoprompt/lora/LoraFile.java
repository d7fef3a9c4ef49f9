package org.prompttoprompt.lora;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Damaged;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.Remembered;
import org.prompttoprompt.checkpoint.StoredPrecision;
import org.prompttoprompt.lora.LoraKey.Role;

/**
 * The header of a LoRA file (Hu et al. 2022), sorted by layers.
 *
 * @param header of the file
 * @param layers the names of its tensors by part and layer
 */
record LoraFile(Header header, Map<String, Map<String, Map<Role, String>>> layers) {
    private static final String AGAIN =
            "Download it again, or leave it out; what was installed by the Models window is mended by its Repair (models"
                    + " repair NAME).";

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
        StoredPrecision.requireRead(header);
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
                throw damaged(header, twice + " and " + name + " are the same matrix, and only one can count");
            }
        }
        LoraFile lora = new LoraFile(header, layers);
        lora.requirePairs();
        return lora;
    }

    private static Refusal refusal(Header header, String why) {
        return new Refusal("lora=" + header.path() + ": " + why);
    }

    private static Refusal damaged(Header header, String what) {
        return new Damaged("lora=" + header.path() + ": " + what, AGAIN);
    }

    /** Returns what is said of a layer that lacks one of its two matrices. */
    private static String half(Map<Role, String> tensors, Role lacking) {
        Role other = lacking == Role.UP ? Role.DOWN : Role.UP;
        String there = tensors.containsKey(other) ? tensors.get(other) : tensors.get(Role.ALPHA);
        return "the file is not whole: it has the tensor " + there + " and not "
                + (tensors.containsKey(other) ? LoraKey.partner(there) : "the two that belong to it")
                + ", and a layer is changed by both together";
    }

    private void requirePairs() {
        layers.forEach((part, byLayer) -> byLayer.forEach((layer, tensors) -> {
            for (Role role : new Role[] {Role.DOWN, Role.UP}) {
                if (!tensors.containsKey(role)) throw damaged(header, half(tensors, role));
            }
            Shape alpha = header.shapes().get(tensors.getOrDefault(Role.ALPHA, ""));
            if (alpha != null && alpha.size() != 1)
                throw damaged(
                        header,
                        "the file is damaged: " + tensors.get(Role.ALPHA) + " has the shape " + alpha
                                + " and is one number elsewhere");
            Shape down = header.shapes().get(tensors.get(Role.DOWN));
            Shape up = header.shapes().get(tensors.get(Role.UP));
            boolean fit = down.dimension() >= 2 && up.dimension() >= 2 && up.get(1) == down.get(0);
            if (!fit) {
                throw damaged(
                        header,
                        "the file is damaged: of the layer " + part + " " + layer + ", " + tensors.get(Role.UP)
                                + " has the shape "
                                + up + " and " + tensors.get(Role.DOWN) + " the shape " + down
                                + ", which do not go together");
            }
        }));
        if (layers.isEmpty()) throw damaged(header, "the file is empty");
    }

    /** Returns the ranks of the layers of a part. */
    Set<Long> ranks(String part) {
        return layers.get(part).values().stream()
                .map(tensors -> header.shapes().get(tensors.get(Role.DOWN)).get(0))
                .collect(Collectors.toCollection(TreeSet::new));
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
