package org.prompttoprompt.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;

/** Reads the text files of a model folder; each error names the file. */
public final class JsonFiles {
    private static final int SHOWN = 40;

    /** What may stand in a file without its quotes. */
    private static final Pattern WORD = Pattern.compile("\"[-+\\w.]+\"");

    /** White space, or a text, in which it stays. */
    private static final Pattern SPACE = Pattern.compile("(\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\")|\\s+");

    private static final int MOST_NESTED = 100;

    private static final Pattern PLACE = Pattern.compile("at line (\\d+) column (\\d+)");

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
        return value(file, "a JSON object", "{", "}", JsonElement::getAsJsonObject);
    }

    /**
     * Returns what a file holds that must be one JSON list.
     *
     * @throws Refusal if it does not
     */
    public static JsonArray list(Path file) {
        return value(file, "a JSON list", "[", "]", JsonElement::getAsJsonArray);
    }

    private static <T> T value(Path file, String kind, String begin, String end, Function<JsonElement, T> as) {
        String text = text(file).strip();
        JsonReader reader = new JsonReader(new StringReader(text));
        T value;
        try {
            value = as.apply(JsonText.of(reader));
        } catch (JsonParseException | IllegalStateException e) {
            boolean cut = e.getCause() instanceof EOFException || text.startsWith(begin) && !text.endsWith(end);
            throw cut
                    ? damaged(
                            file,
                            kind,
                            "it ends in the middle",
                            ", as a download or copy that stopped half-way does",
                            e)
                    : damaged(file, kind, "it holds '" + beginning(text) + "'" + place(e), "", e);
        }
        if (!isAtEnd(reader)) throw damaged(file, kind, "something stands behind its end", "", null);
        return value;
    }

    private static Damaged damaged(Path file, String kind, String what, String why, Exception cause) {
        return new Damaged(file + " is not " + kind + ": " + what, why, "Download or copy it again.", cause);
    }

    private static boolean isAtEnd(JsonReader reader) {
        try {
            return reader.peek() == JsonToken.END_DOCUMENT;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Returns a value as its file has it: what stands there without quotes, such as Python's NaN and None, is read as a text, and so are
     * the elements of a list.
     */
    static String shown(Path file, String key, JsonElement value) {
        String quoted = String.valueOf(value);
        if (!file.toString().endsWith(".json") || !WORD.matcher(quoted).find()) return quoted;
        try {
            String text = Files.readString(file);
            Matcher begin =
                    Pattern.compile("\"" + Pattern.quote(key) + "\"\\s*:\\s*").matcher(text);
            while (begin.find()) {
                Optional<String> written = written(text, begin.end(), value);
                if (written.isPresent()) return written.get();
            }
        } catch (IOException e) {
            // It is told as it was read.
        }
        return quoted;
    }

    /** Returns what stands at a place of a text, without the white space of a list, if it is this value. */
    private static Optional<String> written(String text, int at, JsonElement value) {
        String end = value.isJsonArray() ? "]" : value.isJsonObject() ? "}" : "";
        if (end.isEmpty()) {
            Matcher bare = Pattern.compile(Pattern.quote(value.getAsString()) + "(?=\\s*[,}])")
                    .matcher(text)
                    .region(at, text.length());
            return bare.lookingAt() ? Optional.of(bare.group()) : Optional.empty();
        }
        int to = at;
        for (int nested = 0; nested < MOST_NESTED; nested++) {
            to = text.indexOf(end, to) + 1;
            if (to == 0) return Optional.empty();
            String part = text.substring(at, to);
            if (isOf(part, value)) return Optional.of(SPACE.matcher(part).replaceAll("$1"));
        }
        return Optional.empty();
    }

    private static boolean isOf(String text, JsonElement value) {
        try {
            return JsonParser.parseString(text).equals(value);
        } catch (JsonParseException e) {
            return false;
        }
    }

    /** Messages are one line, whatever lines a file has. */
    private static String beginning(String text) {
        String line = text.replaceAll("[\\s\\p{C}\\p{Z}]+", " ");
        return line.length() > SHOWN ? line.substring(0, SHOWN).strip() + "..." : line;
    }

    /** Returns where a text is no JSON, as a sentence goes on; Gson tells more in its message, on several lines. */
    private static String place(RuntimeException e) {
        Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
        return place.find() ? ", which is wrong at line " + place.group(1) + ", column " + place.group(2) : "";
    }
}
