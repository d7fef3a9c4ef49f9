package org.prompttoprompt.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.prompttoprompt.Refusal;

/** The files of a tokenizer folder. */
record TokenizerFiles(
        Map<String, Integer> vocabulary,
        List<String> merges,
        int maxTokens,
        String bos,
        String eos,
        String pad,
        String unknown) {
    /** Longer lengths stand for "no limit" in the files; the text model has 77 positions. */
    private static final int LONGEST = 1000;

    private static final int CLIP_LENGTH = 77;

    static TokenizerFiles open(Path folder) {
        JsonObject config = optional(folder.resolve("tokenizer_config.json"));
        JsonObject special = optional(folder.resolve("special_tokens_map.json"));
        Map<String, Integer> vocabulary = new HashMap<>();
        List<String> merges = new ArrayList<>();
        Path vocabFile = folder.resolve("vocab.json");
        if (Files.exists(vocabFile)) {
            read(vocabFile)
                    .entrySet()
                    .forEach(e -> vocabulary.put(e.getKey(), e.getValue().getAsInt()));
            text(folder.resolve("merges.txt"))
                    .lines()
                    .filter(line -> !line.startsWith("#version") && !line.isBlank())
                    .forEach(merges::add);
        } else {
            JsonObject model = model(folder.resolve("tokenizer.json"));
            model.getAsJsonObject("vocab")
                    .entrySet()
                    .forEach(e -> vocabulary.put(e.getKey(), e.getValue().getAsInt()));
            for (JsonElement merge : model.getAsJsonArray("merges")) {
                merges.add(
                        merge.isJsonArray()
                                ? merge.getAsJsonArray().get(0).getAsString() + " "
                                        + merge.getAsJsonArray().get(1).getAsString()
                                : merge.getAsString());
            }
        }
        long length = config.has("model_max_length")
                ? config.get("model_max_length").getAsBigDecimal().longValue()
                : 0;
        String eos = token("eos_token", "<|endoftext|>", config, special);
        TokenizerFiles files = new TokenizerFiles(
                vocabulary,
                merges,
                length >= 3 && length <= LONGEST ? (int) length : CLIP_LENGTH,
                token("bos_token", "<|startoftext|>", config, special),
                eos,
                token("pad_token", eos, config, special),
                token("unk_token", eos, config, special));
        for (String token : List.of(files.bos, files.eos, files.pad, files.unknown)) {
            if (!vocabulary.containsKey(token)) {
                throw new Refusal("The tokenizer in " + folder + " has no '" + token + "' in its vocabulary");
            }
        }
        return files;
    }

    private static JsonObject model(Path file) {
        if (!Files.exists(file)) {
            throw new Refusal(
                    "No tokenizer in " + file.getParent()
                            + ": it has neither vocab.json with merges.txt nor tokenizer.json. Is this a model folder in diffusers layout?");
        }
        return Objects.requireNonNull(read(file).getAsJsonObject("model"), file + " has no model");
    }

    private static String token(String key, String otherwise, JsonObject... files) {
        for (JsonObject file : files) {
            JsonElement value = file.get(key);
            if (value == null || value.isJsonNull()) continue;
            return value.isJsonObject() ? value.getAsJsonObject().get("content").getAsString() : value.getAsString();
        }
        return otherwise;
    }

    private static JsonObject optional(Path file) {
        return Files.exists(file) ? read(file) : new JsonObject();
    }

    private static JsonObject read(Path file) {
        try {
            return JsonParser.parseString(text(file)).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new Refusal(file + " is not a JSON object: " + e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Refusal("Cannot read " + file + ": " + e, e);
        }
    }
}
