package org.prompttoprompt.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.prompttoprompt.checkpoint.TrueOrFalse;

/**
 * A token that is read as a whole wherever it stands in a prompt, before words are split: start, end and padding, and what
 * textual inversion has added.
 *
 * @param content its text
 * @param id its row of the text encoder's embedding
 * @param singleWord whether it only counts where no letter, number or underscore touches it
 * @param lstrip whether it takes the spaces before it
 * @param rstrip whether it takes the spaces behind it
 * @param normalized whether it is looked for in the prompt after lower-casing, itself in lower case; else as it is written
 */
record AddedToken(String content, int id, boolean singleWord, boolean lstrip, boolean rstrip, boolean normalized) {
    /**
     * Reads a token as the files describe it, by its text alone or by an object.
     *
     * @param normalized what holds where the file does not say
     */
    static AddedToken of(JsonElement json, int id, boolean normalized) {
        if (!json.isJsonObject()) return new AddedToken(json.getAsString(), id, false, false, false, normalized);
        JsonObject token = json.getAsJsonObject();
        return new AddedToken(
                token.get("content").getAsString(),
                id,
                TrueOrFalse.of(token, "single_word", false),
                TrueOrFalse.of(token, "lstrip", false),
                TrueOrFalse.of(token, "rstrip", false),
                TrueOrFalse.of(token, "normalized", normalized));
    }
}
