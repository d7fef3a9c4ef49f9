package org.prompttoprompt.store;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.model.NotedFile;
import org.prompttoprompt.model.NotedLicence;

/**
 * What is noted beside an installed model.
 *
 * @param path where it lies, empty if beside the note
 * @param source it came from, empty if it was added
 * @param version of the source
 * @param file asked for by name, empty for none
 * @param half whether half precision was preferred
 * @param licence its short name and link
 * @param accepted when its licence was accepted, empty for none
 * @param files their check sums by their paths
 */
record InstallNote(
        String path,
        String source,
        String version,
        String file,
        boolean half,
        Licence licence,
        String accepted,
        Map<String, Noted> files) {
    /** A file's size and SHA-256. */
    record Noted(long size, Checksum sum) {}

    /** Returns the note of a model that stays where it is. */
    static InstallNote added(Path path) {
        return new InstallNote(path.toString(), "", "", "", false, new Licence("", ""), "", Map.of());
    }

    /** Returns the note of a model that is downloaded, without its files. */
    static InstallNote downloaded(Offer offer, String accepted) {
        Listing listing = offer.listing();
        return new InstallNote(
                "",
                listing.source(),
                listing.version(),
                offer.file(),
                offer.half(),
                listing.licence(),
                accepted,
                Map.of());
    }

    /**
     * Reads the note of a model's folder.
     *
     * @throws Refusal if it is none
     */
    static InstallNote read(Path folder) {
        JsonObject json = InstalledModels.note(folder);
        try {
            Map<String, Noted> files = new LinkedHashMap<>();
            NotedFile.all(json)
                    .forEach((name, one) -> files.put(
                            name,
                            new Noted(one.size(), Checksum.parse(one.sum()).orElseThrow())));
            return new InstallNote(
                    text(json, InstalledModels.PATH),
                    text(json, InstalledModels.SOURCE),
                    text(json, "version"),
                    text(json, "file"),
                    json.has("half") && json.get("half").getAsBoolean(),
                    new Licence(text(json, NotedLicence.KEY), text(json, "licence_link")),
                    text(json, "accepted"),
                    files);
        } catch (RuntimeException e) {
            throw InstalledModels.damagedNote(
                    folder.resolve(InstalledModels.NOTE) + " is no longer as it was written", e);
        }
    }

    private static String text(JsonObject json, String key) {
        return Optional.ofNullable(json.get(key)).map(JsonElement::getAsString).orElse("");
    }

    /** Writes it, whole or not at all. */
    void write(Path folder) throws IOException {
        JsonObject json = new JsonObject();
        if (!path.isEmpty()) json.addProperty(InstalledModels.PATH, path);
        json.addProperty(InstalledModels.SOURCE, source);
        json.addProperty("version", version);
        json.addProperty("file", file);
        json.addProperty("half", half);
        json.addProperty(NotedLicence.KEY, licence.id());
        json.addProperty("licence_link", licence.link());
        json.addProperty("accepted", accepted);
        Map<String, NotedFile> all = new LinkedHashMap<>();
        files.forEach((name, noted) ->
                all.put(name, new NotedFile(noted.size(), noted.sum().toString())));
        NotedFile.write(all, json);
        LocalDisk.write(
                folder.resolve(InstalledModels.NOTE),
                new GsonBuilder().setPrettyPrinting().create().toJson(json));
    }

    InstallNote with(Map<String, Noted> noted) {
        return new InstallNote(path, source, version, file, half, licence, accepted, noted);
    }
}
