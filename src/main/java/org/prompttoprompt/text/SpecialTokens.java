package org.prompttoprompt.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.TrueOrFalse;

/**
 * The tokens that a tokenizer reads as a whole, by their texts, gathered as transformers does: tokenizer.json,
 * added_tokens.json and tokenizer_config.json add some; special_tokens_map.json names start, end and padding before
 * tokenizer_config.json does, except where that lists its {@code added_tokens_decoder}, as newer tools write it.
 */
final class SpecialTokens {
    private static final String DECODER = "added_tokens_decoder";

    private final String folder;
    private final Map<String, Integer> vocabulary;
    private final JsonObject config;
    private final JsonObject map;
    private final Map<String, AddedToken> tokens = new LinkedHashMap<>();
    /** Described by a list of added tokens: a name alone does not change them. */
    private final Set<String> listed = new HashSet<>();

    /** @param vocabulary ids of all tokens; the added ones that it lacks are put into it */
    SpecialTokens(String folder, Map<String, Integer> vocabulary, JsonObject config, JsonObject map) {
        this.folder = folder;
        this.vocabulary = vocabulary;
        this.config = config;
        this.map = config.has(DECODER) ? new JsonObject() : map;
    }

    /** Returns the tokens by their texts. */
    Map<String, AddedToken> tokens() {
        return tokens;
    }

    /** Adds what tokenizer.json lists under {@code added_tokens}. */
    void addList(JsonArray list) {
        for (JsonElement e : list) {
            JsonObject token = e.getAsJsonObject();
            add(token.get("content").getAsString(), token.get("id").getAsInt(), token);
        }
    }

    /** Adds what added_tokens.json says: ids by texts. */
    void addIds(JsonObject ids) {
        ids.entrySet().forEach(e -> {
            int id = id(e.getKey(), e.getValue().getAsInt());
            tokens.put(e.getKey(), new AddedToken(e.getKey(), id, false, false, false, true));
        });
    }

    /** Adds what tokenizer_config.json lists by ids. */
    void addDecoder() {
        if (!config.has(DECODER)) return;
        config.getAsJsonObject(DECODER).entrySet().forEach(e -> {
            JsonObject token = e.getValue().getAsJsonObject();
            add(token.get("content").getAsString(), Integer.parseInt(e.getKey()), token);
        });
    }

    /** Adds further special tokens that the files name; their ids must be known by now. */
    void addFurther() {
        for (String key : new String[] {"additional_special_tokens", "extra_special_tokens"}) {
            JsonElement list = map.has(key) ? map.get(key) : config.get(key);
            if (list == null || !list.isJsonArray()) continue;
            list.getAsJsonArray().forEach(this::special);
        }
    }

    private void add(String content, int id, JsonObject token) {
        boolean special = TrueOrFalse.of(token, "special", false);
        tokens.put(content, AddedToken.of(token, id(content, id), !special));
        listed.add(content);
    }

    /** The vocabulary's own id comes first, as in the tokenizers library. */
    private int id(String content, int id) {
        Integer inVocabulary = vocabulary.putIfAbsent(content, id);
        return inVocabulary == null ? id : inVocabulary;
    }

    /** Returns the text of a special token such as {@code pad_token}, and notes that it is one. */
    String text(String key, String otherwise) {
        for (JsonObject file : new JsonObject[] {map, config}) {
            JsonElement value = file.get(key);
            if (value != null && !value.isJsonNull()) return special(value);
        }
        return special(new JsonPrimitive(otherwise));
    }

    private String special(JsonElement json) {
        String content = AddedToken.of(json, 0, false).content();
        Integer id = vocabulary.get(content);
        if (id == null) {
            throw new Refusal("The tokenizer in " + folder + " has no '" + content
                    + "' in its vocabulary, which its configuration names as a special token. Take all files of the"
                    + " folder 'tokenizer' from the same model.");
        }
        if (json.isJsonObject() || !listed.contains(content)) tokens.put(content, AddedToken.of(json, id, false));
        return content;
    }
}
