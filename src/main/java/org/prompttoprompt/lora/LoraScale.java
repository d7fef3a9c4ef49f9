package org.prompttoprompt.lora;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.checkpoint.Damaged;
import org.prompttoprompt.checkpoint.JsonText;
import org.prompttoprompt.checkpoint.TrueOrFalse;

/**
 * α of the layers of a file in PEFT's naming, which may stand in the header alone: one for each part, and others for layers whose
 * names end so (peft, LoraConfig: lora_alpha, alpha_pattern, use_rslora).
 */
final class LoraScale {
    private static final String ENTRY = "lora_adapter_metadata";
    private static final String STABILISED = ".use_rslora";

    private final JsonObject json;

    /** @throws org.prompttoprompt.Refusal if the header cannot be read */
    LoraScale(LoraFile file) {
        String text = file.header().metadata().getOrDefault(ENTRY, "{}");
        try {
            json = JsonText.of(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw damaged(file, " is not valid JSON", e);
        }
        try {
            json.keySet().stream().filter(key -> key.endsWith(STABILISED)).forEach(this::is);
        } catch (IllegalStateException e) {
            throw damaged(file, ": " + e.getMessage(), e);
        }
    }

    private static Damaged damaged(LoraFile file, String what, RuntimeException e) {
        String begin = "lora=" + file.header().path() + ": its entry " + ENTRY;
        return new Damaged(begin + what, "", "Download it again, or leave it out.", e);
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
        Optional<Double> alpha = pattern(part + ".alpha_pattern", layer).or(() -> number(part + ".lora_alpha"));
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
