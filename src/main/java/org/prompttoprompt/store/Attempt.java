package org.prompttoprompt.store;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.prompttoprompt.checkpoint.JsonText;
import org.prompttoprompt.request.ShellWord;

/**
 * What a download that is not finished is of: noted in its folder, so that the next one knows whether what has come belongs to it, and a
 * list how to go on.
 *
 * @param asked what it was asked for by
 * @param file of it that was named, empty for none
 * @param half whether half precision was preferred
 * @param licence its short name
 * @param version its source and version, as one text
 * @param sizes of its files in bytes by their paths, -1 where the server does not tell
 */
record Attempt(String asked, String file, boolean half, String licence, String version, Map<String, Long> sizes) {
    private static final String NAME = ".download";
    private static final String ENDED = ".ended";

    static Attempt of(Listing listing, InstallNote note) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        listing.files().forEach(file -> sizes.put(file.path(), file.size()));
        return new Attempt(
                note.source(), note.file(), note.half(), note.licence().id(), version(listing), sizes);
    }

    /** Returns the note of a folder; empty where there is none, or one that cannot be read. */
    static Optional<Attempt> read(Path folder) {
        try {
            JsonObject json =
                    JsonText.of(Files.readString(folder.resolve(NAME))).getAsJsonObject();
            Map<String, Long> sizes = new LinkedHashMap<>();
            for (Map.Entry<String, JsonElement> file :
                    json.getAsJsonObject("sizes").entrySet())
                sizes.put(file.getKey(), file.getValue().getAsLong());
            return Optional.of(new Attempt(
                    json.get("asked").getAsString(),
                    json.get("file").getAsString(),
                    json.get("half").getAsBoolean(),
                    json.get("licence").getAsString(),
                    json.get("version").getAsString(),
                    sizes));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    void write(Path folder) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("asked", asked);
        json.addProperty("file", file);
        json.addProperty("half", half);
        json.addProperty("licence", licence);
        json.addProperty("version", version);
        JsonObject all = new JsonObject();
        sizes.forEach(all::addProperty);
        json.add("sizes", all);
        Files.deleteIfExists(folder.resolve(ENDED));
        Files.writeString(folder.resolve(NAME), new Gson().toJson(json));
    }

    /** Notes why it has ended, for whoever asks later; where that cannot be noted it was told at least. */
    static void ended(Path folder, String why) {
        try {
            Files.writeString(folder.resolve(ENDED), why);
        } catch (IOException e) {
            folder.resolve(ENDED).toFile().delete(); // the disk may be full: a part of it would be told as all
        }
    }

    /** Returns why the last one of a folder has ended; nothing where it was stopped, or nobody knows. */
    static Optional<String> whyEnded(Path folder) {
        try {
            return Optional.of(Files.readString(folder.resolve(ENDED))).filter(why -> !why.isBlank());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static void forget(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
        Files.deleteIfExists(folder.resolve(ENDED));
    }

    /** Returns whether what has come is of these files. */
    boolean isOf(Listing listing) {
        return version.equals(version(listing))
                && sizes.keySet()
                        .equals(listing.files().stream().map(RemoteFile::path).collect(Collectors.toSet()));
    }

    private static String version(Listing listing) {
        return listing.source() + " " + listing.version();
    }

    /** Returns the bytes of all files, -1 where one is not known. */
    long total() {
        return sizes.containsValue(-1L)
                ? -1
                : sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the command that goes on with it under this name. */
    String command(String name) {
        return "models download " + ShellWord.of(asked) + " " + ShellWord.of("name=" + name)
                + (file.isEmpty() ? "" : " " + ShellWord.of("file=" + file))
                + (half ? "" : " precision=single");
    }
}
