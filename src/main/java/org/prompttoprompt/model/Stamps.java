package org.prompttoprompt.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;

/** Sizes and times of a loaded model's files, by which a change on disk is noticed: weights may be mapped from them. */
final class Stamps {
    private final Map<Path, String> stamps = new HashMap<>();

    Stamps(List<Path> files) {
        for (Path file : files) stamps.put(file, stamp(file));
    }

    /** Returns a file that has changed or is no longer there, if one has. */
    Optional<Path> changed() {
        return stamps.entrySet().stream()
                .filter(e -> !e.getValue().equals(stamp(e.getKey())))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * Refuses to go on with files that have changed.
     *
     * @param model as messages name it
     */
    void requireUnchanged(String model) {
        changed().ifPresent(file -> {
            throw new Refusal(file + " has changed, or is no longer there, while " + model
                    + " is used. Let the download or copy end, or put the file back, and run it again.");
        });
    }

    private static String stamp(Path file) {
        try {
            return Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return "not there";
        }
    }
}
