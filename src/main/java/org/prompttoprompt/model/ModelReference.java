package org.prompttoprompt.model;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;

/**
 * A model as a file that is passed on names it, {@code name@0123456789abcdef}: by its name and the beginning of its hash, never
 * by somebody's folder. A computer that has used the model knows where it lies.
 *
 * @param name of the model
 * @param hash the first 16 digits of the SHA-256 of its files
 */
public record ModelReference(String name, String hash) {
    private static final int DIGITS = 16;
    private static final Pattern TEXT = Pattern.compile("([^/\\\\]+)@([0-9a-f]{" + DIGITS + "})");
    private static final Notebook KNOWN = Notebook.ofPlaces("known-models.json");

    /** Returns the reference to a model of this name and whole hash. */
    public static ModelReference of(String name, String hash) {
        return new ModelReference(name, hash.substring(0, Math.min(DIGITS, hash.length())));
    }

    /** Returns the reference that a text is, if it is one. */
    public static Optional<ModelReference> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ModelReference(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    /** Returns the folder that a reference stands for on this computer, where it is known; else the text itself. */
    public static String located(String model) {
        return parse(model)
                .flatMap(reference -> KNOWN.get(model))
                .map(ModelReference::path)
                .filter(Files::exists)
                .map(Path::toString)
                .orElse(model);
    }

    /** Remembers where the model lies on this computer. */
    void lies(Path folder) {
        JsonObject note = new JsonObject();
        note.addProperty(Notebook.PATH, folder.toString());
        KNOWN.put(toString(), note);
    }

    /**
     * Returns where the model or the file lies on this computer.
     *
     * @param key of the option that names it
     * @throws Refusal if that is not known, or it is no longer there
     */
    Path place(String key) {
        String what = key + "=" + this + ": the image was made with the " + (key.equals("model") ? "model" : "file")
                + " '" + name + "' (hash " + hash + "), which ";
        String where = key.equals("model") ? "its folder or file" : "its path";
        Path place = KNOWN.get(toString())
                .map(ModelReference::path)
                .orElseThrow(() -> new Refusal(
                        what + "this computer has not used yet. Get it, and give " + where + ": " + key + "=/path"));
        if (Files.exists(place)) return place;
        throw new Refusal(what + "was in " + place + " and is no longer there. Give " + where + ": " + key + "=/path");
    }

    /** Returns whether a model of this whole hash is meant. */
    public boolean means(String wholeHash) {
        return wholeHash.startsWith(hash);
    }

    private static Path path(JsonObject note) {
        return Path.of(note.get(Notebook.PATH).getAsString());
    }

    @Override
    public String toString() {
        return name + "@" + hash;
    }
}
