package org.prompttoprompt.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.JsonFiles;

/** Under which licence a model is, as far as this computer knows: by the note of its installation, else by its card. */
public final class NotedLicence {
    /** Key of a note: the short name of the licence that was accepted. */
    public static final String KEY = "licence";

    /** Stands in a note where nobody told the licence. */
    public static final String UNKNOWN = "unknown";

    private NotedLicence() {}

    /**
     * Returns the short name of the licence of what lies at a place; empty where neither note nor card tells one.
     *
     * @param place a model's folder, or its one file, beside which both lie
     */
    public static Optional<String> of(Path place) {
        return ofNote(place).or(() -> folder(place).flatMap(ModelCard::licence));
    }

    /** Returns that of the note of an installation alone, of this computer or of another one. */
    public static Optional<String> ofNote(Path place) {
        return folder(place).flatMap(NotedLicence::noted);
    }

    private static Optional<Path> folder(Path place) {
        return Optional.ofNullable(
                Files.isDirectory(place) ? place : place.toAbsolutePath().getParent());
    }

    private static Optional<String> noted(Path folder) {
        try {
            Path note = folder.resolve(InstalledModels.NOTE);
            if (!Files.isRegularFile(note)) return Optional.empty();
            return Optional.ofNullable(JsonFiles.object(note).get(KEY))
                    .filter(value -> value.isJsonPrimitive())
                    .map(value -> value.getAsString())
                    .filter(licence -> !licence.isBlank() && !licence.equals(UNKNOWN));
        } catch (Refusal e) {
            return Optional.empty(); // it is no note
        }
    }
}
