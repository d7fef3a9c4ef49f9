package org.prompttoprompt.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sizes and times of a loaded model's files, by which a change on disk is noticed: weights are mapped from them. */
final class Stamps {
    private final Map<Path, String> stamps = new HashMap<>();

    Stamps(List<Path> files) {
        for (Path file : files) stamps.put(file, stamp(file));
    }

    /** Returns whether a file has changed or is no longer there. */
    boolean changed() {
        return stamps.entrySet().stream().anyMatch(e -> !e.getValue().equals(stamp(e.getKey())));
    }

    private static String stamp(Path file) {
        try {
            return Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return "not there";
        }
    }
}
