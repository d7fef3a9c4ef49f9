package org.prompttoprompt.checkpoint;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.prompttoprompt.Refusal;

/** Reads the text files of a model folder; each error names the file. */
public final class JsonFiles {
    private JsonFiles() {}

    /**
     * Returns the text of a file, in UTF-8.
     *
     * @throws Refusal if there is none, it cannot be read, or it only stands for the file meant
     */
    public static String text(Path file) {
        LfsPointer.refuse(file);
        if (!Files.isRegularFile(file)) {
            throw new Refusal("There is no file " + file + ": a model is a folder in the layout of diffusers");
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Refusal(file + " cannot be read as text: " + e, e);
        }
    }

    /**
     * Returns what a file holds that must be one JSON object.
     *
     * @throws Refusal if it does not
     */
    public static JsonObject object(Path file) {
        try {
            return JsonParser.parseString(text(file)).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new Refusal(file + " is not a JSON object: " + e.getMessage(), e);
        }
    }
}
