package org.prompttoprompt.lora;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Damaged;
import org.prompttoprompt.checkpoint.JsonFiles;
import org.prompttoprompt.checkpoint.JsonText;
import org.prompttoprompt.checkpoint.TrueOrFalse;

/**
 * α of the layers of a file in PEFT's naming, which may stand in the header alone, or, of PEFT's own adapters, in {@code
 * adapter_config.json} beside the file: one for each part, and others for layers whose names end so (peft, LoraConfig: lora_alpha,
 * alpha_pattern, use_rslora).
 */
final class LoraScale {
    private static final String ENTRY = "lora_adapter_metadata";
    private static final String BESIDE = "adapter_config.json";
    private static final String NETWORK = "unet";
    private static final String ALPHA = ".lora_alpha";
    private static final String STABILISED = ".use_rslora";

    private final JsonObject json;

    /** @throws Refusal if the header, or the file beside it that is needed, cannot be read */
    LoraScale(LoraFile file) {
        boolean inHeader = file.header().metadata().containsKey(ENTRY) || !file.isAdapter();
        Path config = file.header().path().resolveSibling(BESIDE);
        json = inHeader ? inHeader(file) : beside(file, config);
        String what = inHeader ? "its entry " + ENTRY : config.toString();
        try {
            json.keySet().stream().filter(key -> key.endsWith(STABILISED)).forEach(this::is);
        } catch (IllegalStateException e) {
            throw damaged(file, what + ": " + e.getMessage(), e);
        }
        if (!inHeader && number(NETWORK + ALPHA).isEmpty())
            throw damaged(file, what + " has no number lora_alpha, which tells how strong it is", null);
    }

    private static JsonObject inHeader(LoraFile file) {
        try {
            return JsonText.of(file.header().metadata().getOrDefault(ENTRY, "{}"))
                    .getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw damaged(file, "its entry " + ENTRY + " is not valid JSON", e);
        }
    }

    /** What it says there is of the one network that it changes. */
    private static JsonObject beside(LoraFile file, Path config) {
        if (!Files.exists(config))
            throw new Refusal(
                    "lora=" + file.header().path()
                            + ": this is an adapter as PEFT saves it, and how strong it is stands in its " + BESIDE
                            + ", which is not beside it. Get that file from where this one is from, and put it into the same folder.");
        JsonObject whole = new JsonObject();
        JsonFiles.object(config).entrySet().forEach(one -> whole.add(NETWORK + "." + one.getKey(), one.getValue()));
        return whole;
    }

    private static Damaged damaged(LoraFile file, String what, RuntimeException e) {
        return new Damaged("lora=" + file.header().path() + ": " + what, "", "Download it again, or leave it out.", e);
    }

    private boolean is(String key) {
        return TrueOrFalse.of(json, key, false);
    }

    /**
     * Returns the factor of a layer's product, where the header tells it: α/r, or α/√r of rank-stabilised ones.
     *
     * @param layer with underscores in place of the dots
     */
    Optional<Double> of(String part, String layer, long rank) {
        Optional<Double> alpha = pattern(part + ".alpha_pattern", layer).or(() -> number(part + ALPHA));
        return alpha.filter(a -> a != 0).map(a -> a / (is(part + STABILISED) ? Math.sqrt(rank) : rank));
    }

    private Optional<Double> number(String key) {
        JsonElement value = json.get(key);
        return value == null || !value.isJsonPrimitive() ? Optional.empty() : Optional.of(value.getAsDouble());
    }

    private Optional<Double> pattern(String key, String layer) {
        JsonElement patterns = json.get(key);
        if (patterns == null || !patterns.isJsonObject()) return Optional.empty();
        return patterns.getAsJsonObject().entrySet().stream()
                .filter(e -> ("_" + layer).endsWith("_" + e.getKey().replace('.', '_')))
                .map(Map.Entry::getValue)
                .map(JsonElement::getAsDouble)
                .findFirst();
    }
}
