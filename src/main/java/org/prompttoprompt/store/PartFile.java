package org.prompttoprompt.store;

import java.nio.file.Files;
import java.nio.file.Path;
import org.prompttoprompt.checkpoint.GeneralName;

/** Files that have the same name in each folder of one kind, so that people call them as the folder. */
final class PartFile {
    private PartFile() {}

    /** Returns whether a file is the weights of a folder, which its config.json describes. */
    static boolean is(Path file) {
        return GeneralName.is(file) && Files.isRegularFile(file.resolveSibling("config.json"));
    }

    /** Returns what people call what lies at a place. */
    static String title(Path place) {
        Path named = GeneralName.is(place) && place.getParent().getFileName() != null ? place.getParent() : place;
        return named.getFileName().toString().replaceFirst("\\.safetensors$", "");
    }
}
