package org.prompttoprompt.lora;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Damaged;
import org.prompttoprompt.checkpoint.Header;
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
    private static final String ALPHA = ".lora_alpha";
    private static final String PATTERN = ".alpha_pattern";
    private static final String RANK = ".r";
    private static final Pattern NAME = Pattern.compile("[\\w.-]+");
    private static final String STABILISED = ".use_rslora";

    private final JsonObject json;

    /** @throws Refusal if the header, or the file beside it that is needed, cannot be read, or what it says is no strength */
    LoraScale(LoraFile file) {
        Optional<Path> beside = strength(file.header());
        json = beside.isPresent() ? beside(file, beside.get()) : inHeader(file);
        String what = beside.isPresent() ? beside.get().toString() : "its entry " + ENTRY;
        try {
            json.keySet().stream().filter(key -> key.endsWith(STABILISED)).forEach(this::is);
            json.entrySet().forEach(one -> requireNumbers(one.getKey(), one.getValue()));
            if (beside.isPresent()) requireStrength(file);
        } catch (IllegalStateException e) {
            throw damaged(file, what + ": " + e.getMessage(), e);
        }
    }

    /** Returns the file beside one that tells how strong it is, there or not, of an adapter as PEFT itself saves it; empty of any other file. */
    static Optional<Path> strength(Header header) {
        boolean told =
                header.metadata().containsKey(ENTRY) || header.names().stream().noneMatch(LoraKey::isOfAdapter);
        return told ? Optional.empty() : Optional.of(header.path().resolveSibling("adapter_config.json"));
    }

    private static void requireNumbers(String key, JsonElement value) {
        if ((key.endsWith(ALPHA) || key.endsWith(RANK)) && !value.isJsonNull()) requireNumber(key, value);
        if (!key.endsWith(PATTERN) || value.isJsonNull()) return;
        if (!value.isJsonObject()) throw new IllegalStateException(key + " is no list of layers with a number each");
        value.getAsJsonObject().entrySet().forEach(one -> {
            requireNumber(key + " of " + one.getKey(), one.getValue());
            if (!NAME.matcher(one.getKey()).matches())
                throw new IllegalStateException(key + " names layers by '" + one.getKey()
                        + "', and only names of layers are read, no expressions");
        });
    }

    private static void requireNumber(String key, JsonElement value) {
        boolean number = value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isNumber()
                && Double.isFinite(value.getAsDouble());
        if (!number) throw new IllegalStateException(key + " = " + value + " is no number");
    }

    /** A file beside it may be that of another adapter. */
    private void requireStrength(LoraFile file) {
        for (String part : file.parts()) {
            double alpha = number(part + ALPHA).orElse(0.);
            if (!(alpha > 0))
                throw new IllegalStateException("it has no lora_alpha above 0, which tells how strong it is");
            if (hasNoStrength(json.get(part + PATTERN)))
                throw new IllegalStateException("its alpha_pattern has a number that is not above 0");
            Optional<Double> rank = number(part + RANK);
            if (rank.isPresent() && !file.ranks(part).contains(rank.get().longValue()))
                throw new IllegalStateException("its r is " + rank.get().longValue()
                        + ", and the layers have the ranks " + file.ranks(part) + ": it is that of another adapter");
        }
    }

    private static boolean hasNoStrength(JsonElement pattern) {
        return pattern != null
                && pattern.isJsonObject()
                && pattern.getAsJsonObject().asMap().values().stream().anyMatch(alpha -> !(alpha.getAsDouble() > 0));
    }

    private static JsonObject inHeader(LoraFile file) {
        try {
            return JsonText.of(file.header().metadata().getOrDefault(ENTRY, "{}"))
                    .getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw damaged(file, "its entry " + ENTRY + " is not valid JSON", e);
        }
    }

    /** What it says there is of each part that it changes. */
    private static JsonObject beside(LoraFile file, Path config) {
        if (!Files.exists(config))
            throw new Refusal(
                    "lora=" + file.header().path()
                            + ": this is an adapter as PEFT saves it, and how strong it is stands in its "
                            + config.getFileName()
                            + ", which is not beside it. Get that file from where this one is from, and put it into the same folder.");
        JsonObject whole = new JsonObject();
        JsonObject read = JsonFiles.object(config);
        for (String part : file.parts())
            read.entrySet().forEach(one -> whole.add(part + "." + one.getKey(), one.getValue()));
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
        Optional<Double> alpha = pattern(part + PATTERN, layer).or(() -> number(part + ALPHA));
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
