package org.prompttoprompt.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.JsonFiles;

/**
 * The files of a tokenizer folder.
 *
 * @param vocabulary ids of all tokens, those added later among them
 * @param merges pairs of pieces, the first to be joined first, each {@code "left right"}
 * @param added the tokens that are read as a whole
 */
record TokenizerFiles(
        Map<String, Integer> vocabulary,
        List<String> merges,
        int maxTokens,
        List<AddedToken> added,
        String bos,
        String eos,
        String pad,
        String unknown) {
    /** Longer lengths stand for "no limit" in the files; the text model has 77 positions. */
    private static final int LONGEST = 1000;

    /** Of which a folder has some. */
    static final List<String> NAMES = List.of(
            "vocab.json",
            "merges.txt",
            "tokenizer.json",
            "added_tokens.json",
            "special_tokens_map.json",
            "tokenizer_config.json");

    private static final String VOCABULARY = "vocab.json";
    private static final int CLIP_LENGTH = 77;
    private static final String BOS = "<|startoftext|>";
    private static final String EOS = "<|endoftext|>";
    private static final String SAME_MODEL = " Take all files of the folder 'tokenizer' from the same model.";

    static TokenizerFiles open(Path folder) {
        JsonObject config = optional(folder.resolve("tokenizer_config.json"));
        JsonObject map = optional(folder.resolve("special_tokens_map.json"));
        JsonObject fast = optional(folder.resolve("tokenizer.json"));
        JsonObject ids = optional(folder.resolve("added_tokens.json"));
        String[] reading = {"tokenizer_config.json"};
        try {
            requireClip(folder, config);
            Map<String, Integer> vocabulary = new HashMap<>();
            List<String> merges = new ArrayList<>();
            reading[0] = Files.exists(folder.resolve(VOCABULARY)) ? VOCABULARY : "tokenizer.json";
            readModel(folder, fast, vocabulary, merges);
            Merges.require(folder, vocabulary, merges, SAME_MODEL);
            SpecialTokens special = new SpecialTokens(folder.toString(), vocabulary, config, map);
            reading[0] = "tokenizer.json";
            if (fast.has("added_tokens")) special.addList(fast.getAsJsonArray("added_tokens"));
            reading[0] = "added_tokens.json";
            special.addIds(ids);
            reading[0] = "tokenizer_config.json or special_tokens_map.json";
            special.addDecoder();
            special.addFurther();
            String bos = special.text("bos_token", BOS);
            String eos = special.text("eos_token", EOS);
            String unknown = special.text("unk_token", eos);
            String pad = special.text("pad_token", eos);
            List<AddedToken> added = List.copyOf(special.tokens().values());
            return new TokenizerFiles(vocabulary, merges, length(config), added, bos, eos, pad, unknown);
        } catch (Refusal e) {
            throw e;
        } catch (IllegalStateException
                | ClassCastException
                | IllegalArgumentException
                | NullPointerException
                | UnsupportedOperationException e) {
            throw new Refusal(
                    "The tokenizer in " + folder + " is damaged: " + reading[0]
                            + " holds other things than such a file does" + reason(e) + "." + SAME_MODEL,
                    e);
        }
    }

    /** Returns what does not fit, in brackets and on one line, where the exception has a word of it. */
    private static String reason(RuntimeException e) {
        return e.getMessage() == null
                ? ""
                : " (" + e.getMessage().lines().findFirst().orElse("").strip() + ")";
    }

    /**
     * Returns the files of the tokenizer that all models of Stable Diffusion 1, 2 and XL have, which comes with the plugin: the
     * ids follow from the merges, bytes first (openai/CLIP, simple_tokenizer.py).
     *
     * @param pad the text of the token that pads
     */
    static TokenizerFiles standard(String pad) {
        List<String> merges;
        try (InputStream in = TokenizerFiles.class.getResourceAsStream("clip-merges.txt")) {
            merges = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#version") && !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Integer> vocabulary = new HashMap<>();
        for (String piece : BytePairs.pieces(merges)) vocabulary.putIfAbsent(piece, vocabulary.size());
        vocabulary.put(BOS, vocabulary.size());
        vocabulary.put(EOS, vocabulary.size());
        List<AddedToken> added = Stream.of(BOS, EOS, pad)
                .distinct()
                .map(token -> new AddedToken(
                        token, vocabulary.get(token), false, false, false, token.equals(BOS) || token.equals(EOS)))
                .toList();
        return new TokenizerFiles(vocabulary, merges, CLIP_LENGTH, added, BOS, EOS, pad, EOS);
    }

    /** Returns these files with another vocabulary and other added tokens. */
    TokenizerFiles with(Map<String, Integer> ids, List<AddedToken> tokens) {
        return new TokenizerFiles(ids, merges, maxTokens, List.copyOf(tokens), bos, eos, pad, unknown);
    }

    private static void requireClip(Path folder, JsonObject config) {
        JsonElement type = config.get("tokenizer_class");
        if (type == null || type.isJsonNull() || type.getAsString().matches("CLIPTokenizer(Fast)?")) return;
        throw new Refusal("The tokenizer in " + folder + " is a " + type.getAsString()
                + "; Stable Diffusion's is a CLIPTokenizer. Models with other text encoders are not supported: choose another"
                + " model.");
    }

    private static void readModel(Path folder, JsonObject fast, Map<String, Integer> vocabulary, List<String> merges) {
        Path vocabularyFile = folder.resolve(VOCABULARY);
        if (Files.exists(vocabularyFile)) {
            readIds(JsonFiles.object(vocabularyFile), vocabulary);
            JsonFiles.text(folder.resolve("merges.txt"))
                    .lines()
                    .filter(line -> !line.startsWith("#version") && !line.isBlank())
                    .forEach(merges::add);
            return;
        }
        if (!fast.has("model")) {
            throw new Refusal("No tokenizer in " + folder
                    + ": it has neither vocab.json with merges.txt nor tokenizer.json."
                    + " Download these files from where the model is from; the tokenizer of another Stable Diffusion 1 or XL is the"
                    + " same.");
        }
        JsonObject model = fast.getAsJsonObject("model");
        readIds(model.getAsJsonObject("vocab"), vocabulary);
        for (JsonElement merge : model.getAsJsonArray("merges")) {
            JsonArray pair = merge.isJsonArray() ? merge.getAsJsonArray() : null;
            merges.add(
                    pair == null
                            ? merge.getAsString()
                            : pair.get(0).getAsString() + " " + pair.get(1).getAsString());
        }
    }

    private static void readIds(JsonObject ids, Map<String, Integer> vocabulary) {
        ids.entrySet().forEach(e -> vocabulary.put(e.getKey(), e.getValue().getAsInt()));
    }

    private static int length(JsonObject config) {
        if (!config.has("model_max_length")) return CLIP_LENGTH;
        double length = config.get("model_max_length").getAsDouble();
        return length >= 3 && length <= LONGEST ? (int) length : CLIP_LENGTH;
    }

    private static JsonObject optional(Path file) {
        return Files.exists(file) ? JsonFiles.object(file) : new JsonObject();
    }
}
