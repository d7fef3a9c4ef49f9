package org.prompttoprompt.ldm;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.TensorSource;

/**
 * A whole model in one file of the original layout: the parts of a folder in diffusers' layout, under the names of diffusers.
 * What training kept beside it (moving averages, the sampler's tables) is passed over.
 */
public final class SingleFile {
    private final Header header;
    private final Family family;
    private final Optional<Path> configs;
    private final Optional<String> known;
    private final Map<String, Map<String, Stored>> parts = new LinkedHashMap<>();

    /**
     * Reads the header of a file that is such a model.
     *
     * @param configs a folder in diffusers' layout with the configuration of an unusual model
     * @param prediction what is known of it from elsewhere
     */
    public SingleFile(Header header, Optional<Path> configs, Optional<String> prediction) {
        known = prediction;
        this.header = header;
        this.configs = configs;
        family = Family.of(header);
        Set<String> keys = header.names();
        boolean xl = family == Family.XL;
        if (family == Family.SD2) {
            parts.put("text_encoder", TextNames.openClip(keys, Family.OPEN_CLIP, false));
        } else {
            parts.put("text_encoder", TextNames.clip(keys, xl ? Family.XL_CLIP : Family.CLIP));
        }
        if (xl) parts.put("text_encoder_2", TextNames.openClip(keys, Family.XL_OPEN_CLIP, true));
        parts.put("unet", unet(keys));
        parts.put("vae", vae(keys, Family.VAE));
    }

    static Map<String, Stored> unet(Set<String> keys) {
        Set<String> inner = below(keys, Family.UNET);
        UnetNames names = UnetNames.of(inner);
        return renamed(inner, Family.UNET, names::name);
    }

    static Map<String, Stored> vae(Set<String> keys, String prefix) {
        Set<String> inner = below(keys, prefix);
        VaeNames names = VaeNames.of(inner);
        return renamed(inner, prefix, names::name);
    }

    private static Set<String> below(Set<String> keys, String prefix) {
        return keys.stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .collect(Collectors.toSet());
    }

    /** What has no name in diffusers keeps its own, so that it is told as left over. */
    private static Map<String, Stored> renamed(
            Set<String> keys, String prefix, Function<String, Optional<String>> name) {
        Map<String, Stored> names = new LinkedHashMap<>();
        for (String key : keys) names.put(name.apply(key).orElse(key), Stored.whole(prefix + key));
        return names;
    }

    public Family family() {
        return family;
    }

    /**
     * Returns the prediction type that the file tells, if it does: by its notes, or by an empty tensor that some programs put into
     * it.
     */
    public Optional<String> prediction() {
        if (known.isPresent()) return known;
        String noted = header.metadata().getOrDefault("modelspec.prediction_type", "");
        if (noted.equals("epsilon")) return Optional.of("epsilon");
        if (noted.equals("v") || noted.equals("v_prediction")) return Optional.of("v_prediction");
        if (header.names().contains("v_pred")) return Optional.of("v_prediction");
        return family == Family.SD2 ? Optional.empty() : Optional.of("epsilon");
    }

    /** Returns whether the network takes the guidance as an input, as consistency models do. */
    public boolean guidesWithin() {
        return parts.get("unet").containsKey("time_embedding.cond_proj.weight");
    }

    /** Returns how its notes call it; empty if they do not. */
    public String title() {
        return header.metadata().getOrDefault("modelspec.title", "");
    }

    /** Returns the options of a part: {@code text_encoder}, {@code text_encoder_2}, {@code unet}, {@code vae} or {@code scheduler}. */
    public Config config(String part) {
        Path file =
                part.equals("scheduler") ? Path.of("scheduler", "scheduler_config.json") : Path.of(part, "config.json");
        Optional<Path> given = configs.map(folder -> folder.resolve(file)).filter(Files::isRegularFile);
        return given.isPresent() ? Config.open(given.get()) : Config.of(facts(part), header.path());
    }

    private JsonObject facts(String part) {
        boolean xl = family == Family.XL;
        boolean v = prediction().filter("v_prediction"::equals).isPresent();
        return switch (part) {
            case "unet" -> UnetFacts.of(family, shapes(part), v, header.path());
            case "vae" -> OtherFacts.vae(shapes(part), xl, header.path());
            case "scheduler" -> scheduler();
            case "text_encoder_2" -> OtherFacts.text(shapes(part), true, header.path());
            default -> OtherFacts.text(shapes(part), family == Family.SD2, header.path());
        };
    }

    /** An empty tensor tells a model of zero terminal SNR, whose times must begin with pure noise (Lin et al. 2024). */
    private JsonObject scheduler() {
        JsonObject options = OtherFacts.scheduler(family, guidesWithin());
        if (!header.names().contains("ztsnr")) return options;
        options.addProperty("rescale_betas_zero_snr", true);
        options.addProperty("timestep_spacing", "trailing");
        return options;
    }

    /** Returns what the header says of a part, under the names of diffusers. */
    public Header header(String part) {
        Map<String, String> types = new LinkedHashMap<>();
        parts.get(part).forEach((name, stored) -> types.put(name, header.types().get(stored.key())));
        return new Header(header.path(), shapes(part), types, header.metadata());
    }

    private Map<String, Shape> shapes(String part) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        parts.get(part)
                .forEach((name, stored) ->
                        shapes.put(name, stored.shape(header.shapes().get(stored.key()))));
        return shapes;
    }

    /** Returns the tensors of a part. */
    public TensorSource tensors(String part, NDManager manager) {
        return new LdmSource(TensorSource.open(header.path(), manager), header.shapes(), parts.get(part));
    }
}
