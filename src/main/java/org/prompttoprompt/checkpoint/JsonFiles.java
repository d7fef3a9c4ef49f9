package org.prompttoprompt.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;

/** Reads the text files of a model folder; each error names the file. */
public final class JsonFiles {
    private static final int SHOWN = 40;

    private JsonFiles() {}

    /**
     * Returns the text of a file, in UTF-8.
     *
     * @throws Refusal if there is none, it cannot be read, or it only stands for the file meant
     */
    public static String text(Path file) {
        StandIn.refuse(file);
        if (!Files.isRegularFile(file)) {
            throw new Damaged(
                    "There is no file " + file,
                    "Download the model's folder with all of its files, or copy this file from where the model is from.");
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Unreadable.refusal(file, e);
        }
    }

    /**
     * Returns what a file holds that must be one JSON object.
     *
     * @throws Refusal if it does not
     */
    public static JsonObject object(Path file) {
        String text = text(file).strip();
        try {
            return JsonParser.parseString(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            boolean cut = e.getCause() instanceof EOFException || text.startsWith("{") && !text.endsWith("}");
            throw new Damaged(
                    file + " is not a JSON object: "
                            + (cut ? "it ends in the middle" : "it holds '" + beginning(text) + "'"),
                    cut ? ", as a download or copy that stopped half-way does" : "",
                    "Download or copy it again.",
                    e);
        }
    }

    /** Returns a value as its file has it: what stands there without quotes, such as Python's NaN and None, is read as a text. */
    static String shown(Path file, String key, JsonElement value) {
        String quoted = String.valueOf(value);
        if (!file.toString().endsWith(".json") || !quoted.matches("\"[-+\\w.]+\"")) return quoted;
        String bare = value.getAsString();
        String line = "\"" + Pattern.quote(key) + "\"\\s*:\\s*" + Pattern.quote(bare) + "\\s*[,}]";
        try {
            return Pattern.compile(line).matcher(Files.readString(file)).find() ? bare : quoted;
        } catch (IOException e) {
            return quoted;
        }
    }

    private static String beginning(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN).strip() + "..." : text;
    }
}
