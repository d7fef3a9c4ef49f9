package org.prompttoprompt.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.Refusal;

/**
 * A model that the plugin knows of, with what its public listing says of it.
 *
 * @param name to ask for it by
 * @param title in words
 * @param use what it is for: photographs, drawings, microscopy, filling in, parts
 * @param source its repository
 * @param file of it, empty for a folder of several
 * @param bytes to be downloaded; of folders about
 * @param sha256 of the file, empty where only the server tells it
 * @param licence its short name and where it is read
 * @param description what it can do and what not
 */
public record Recommended(
        String name,
        String title,
        String use,
        String source,
        String file,
        long bytes,
        String sha256,
        String licence,
        String licenceLink,
        String description) {
    /** Returns all of them, in the order in which they are shown. */
    public static List<Recommended> all() {
        try (InputStream in = Recommended.class.getResourceAsStream("recommended.json")) {
            return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonArray()
                    .asList()
                    .stream()
                    .map(JsonElement::getAsJsonObject)
                    .map(Recommended::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recommended of(JsonObject json) {
        return new Recommended(
                text(json, "name"),
                text(json, "title"),
                text(json, "for"),
                text(json, "source"),
                text(json, "file"),
                json.get("bytes").getAsLong(),
                text(json, "sha256"),
                text(json, "licence"),
                text(json, "licence_link"),
                text(json, "description"));
    }

    private static String text(JsonObject json, String key) {
        return json.has(key) ? json.get(key).getAsString() : "";
    }

    static Optional<Recommended> named(String name) {
        return all().stream()
                .filter(model -> model.name.equalsIgnoreCase(name.strip()))
                .findFirst();
    }

    /** Refuses the name of another licence than the one that is known. */
    void requireLicence(String accepted) {
        if (accepted.strip().equalsIgnoreCase(licence)) return;
        throw new Refusal("accept=" + accepted + ": the licence of " + name + " is " + known()
                + ". Read it, and accept it by " + known().accept()
                + ". Where its page names another by now, give the model as "
                + source + ": its page is asked then.");
    }

    /** Returns its licence as far as is known without asking. */
    Licence known() {
        return new Licence(licence, licenceLink);
    }

    /** Returns whether its description holds something that was measured, with random weights of its size. */
    public boolean isMeasured() {
        return description.contains("measured with random weights");
    }

    /** Returns its size as people read it. */
    public String size() {
        return Sizes.text(bytes);
    }
}
