package org.prompttoprompt.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Finite;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.lora.LoraKey.Role;

/**
 * A LoRA file (Hu et al. 2022) with the weight that it is merged with: W' = W + w · α/r · B A, in float32. A layer without α, or
 * with 0, has the factor 1, as in kohya's scripts.
 */
public final class Lora {
    /** Channels of the prompts that the networks read. */
    private static final int SD1 = 768;

    private static final int SD2 = 1024;
    private static final int XL = 2048;

    private final LoraFile file;
    private final LoraScale scale;
    private final TensorSource tensors;
    private final double weight;

    /** Of each part the file's layers by the names of the model's tensors. */
    private final Map<String, Map<String, String>> targets = new HashMap<>();

    /**
     * Reads a file's header.
     *
     * @param weight w, any number; 1 as it was trained
     * @throws Refusal if it is no LoRA, or of a kind that is not supported
     */
    public Lora(Path path, double weight, NDManager manager) {
        file = LoraFile.open(path);
        scale = new LoraScale(file);
        tensors = TensorSource.open(path, manager);
        this.weight = weight;
    }

    /**
     * Refuses a file that cannot be used, or not with this kind of model, as far as its header tells; nothing is loaded.
     *
     * @param parts of the model
     * @param context channels of the prompts that its network reads
     * @param model as messages name it
     */
    public static void requireFits(Path path, Set<String> parts, long context, String model) {
        LoraFile file = LoraFile.open(path);
        new LoraScale(file);
        boolean xl = parts.contains("text_encoder_2");
        boolean otherParts =
                file.isForXl() != xl && (file.isForXl() || file.layers().containsKey("text_encoder"));
        long its = file.contextChannels().orElse(context);
        if (!otherParts && its == context) return;
        String kind = !otherParts ? base(its) : file.isForXl() ? base(XL) : "SD 1.x or 2.x";
        throw new Refusal("lora=" + file.header().path() + ": this is a LoRA of " + kind + ", and " + model + " is "
                + (xl ? base(XL) : base(context)) + ". Give a LoRA that was made for this kind of model.");
    }

    private static String base(long context) {
        return switch ((int) context) {
            case SD1 -> "SD 1.x";
            case SD2 -> "SD 2.x";
            case XL -> "SDXL";
            default -> "a model whose prompts have " + context + " channels";
        };
    }

    /** Finds the layers of a part that the file changes, and refuses one that the model does not have. */
    void bind(String part, Set<String> names) {
        targets.put(part, LoraTargets.of(file, part, names));
    }

    /**
     * Returns which tensors of a part a file changes, of those that the part has, from the file's header alone.
     *
     * @throws Refusal if it is no LoRA, or of a kind that is not supported
     */
    public static Set<String> changed(Path path, String part, Set<String> names) {
        LoraFile file = LoraFile.open(path);
        return LoraTargets.found(file, part, names).values().stream()
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** Returns what a run says of a file that cannot be used with any model, as far as its header tells; empty if it can. */
    public static Optional<Refusal> problem(Header header) {
        try {
            new LoraScale(LoraFile.of(header));
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(e);
        }
    }

    /** Returns the file beside one that tells how strong it is; empty of all but adapters as PEFT itself saves them. */
    public static Optional<Path> strength(Path path) {
        return LoraScale.strength(Header.read(path));
    }

    /** Returns for which models a file is, as far as its header tells; it is one that can be used. */
    public static Optional<String> base(Header header) {
        LoraFile file = LoraFile.of(header);
        if (file.isForXl()) return Optional.of(base(XL));
        OptionalLong context = file.contextChannels();
        return context.isPresent() && Set.of((long) SD1, (long) SD2, (long) XL).contains(context.getAsLong())
                ? Optional.of(base(context.getAsLong()))
                : Optional.empty();
    }

    /** Returns whether a tensor is called as those of files that change weights are, of whatever kind. */
    public static boolean isOne(String tensor) {
        return LoraKey.parse(tensor).isPresent() || LoraKinds.isLike(tensor);
    }

    /** Returns whether a tensor of a part that was bound is changed. */
    boolean changes(String part, String name) {
        return targets.getOrDefault(part, Map.of()).containsKey(name);
    }

    /** Returns w · α/r · B A of a tensor that is changed, in its shape. */
    NDArray change(String part, String name, Shape shape) {
        String layer = targets.get(part).get(name);
        Map<Role, String> names = file.layers().get(part).get(layer);
        Shape down = file.header().shapes().get(names.get(Role.DOWN));
        Shape up = file.header().shapes().get(names.get(Role.UP));
        long rank = down.get(0);
        long out = shape.get(0);
        long in = shape.size() / out;
        boolean fits = up.dimension() >= 2
                && up.get(0) == out
                && up.get(1) == rank
                && up.size() == out * rank
                && down.size() == rank * in;
        if (!fits) {
            throw new Refusal("lora=" + file.header().path() + ": its matrices for " + part + " " + layer + " are " + up
                    + " and " + down + ", but the model's layer is " + shape
                    + ". It is a LoRA of a model of other widths: give one that was made for this kind of model.");
        }
        double factor = weight * alphaByRank(names, part, layer, rank);
        try (NDArray a = tensors.load(names.get(Role.DOWN), down);
                NDArray b = tensors.load(names.get(Role.UP), up);
                NDArray flatA = a.reshape(rank, in);
                NDArray flatB = b.reshape(out, rank);
                NDArray product = flatB.matMul(flatA)) {
            Finite.require(
                    product,
                    file.header().path(),
                    "lora=" + file.header().path() + ": " + part + " " + layer,
                    "another LoRA");
            try (NDArray shaped = product.muli(factor).reshape(shape)) {
                return shaped.duplicate();
            }
        }
    }

    private double alphaByRank(Map<Role, String> names, String part, String layer, long rank) {
        Optional<Double> stored = Optional.ofNullable(names.get(Role.ALPHA)).map(this::number);
        if (stored.isPresent()) return stored.get() == 0 ? 1 : stored.get() / rank;
        return scale.of(part, layer, rank).orElse(1.);
    }

    private double number(String name) {
        Shape shape = file.header().shapes().get(name);
        try (NDArray alpha = tensors.load(name, shape)) {
            return alpha.toFloatArray()[0];
        }
    }
}
