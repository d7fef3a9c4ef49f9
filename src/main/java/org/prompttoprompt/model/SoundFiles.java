package org.prompttoprompt.model;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files all of whose tensors were numbers when they were loaded. They are remembered with size and time: to look at gigabytes again
 * would take most of the time of a later load, which else reads nothing of weights that stay in their files.
 */
final class SoundFiles {
    private static final Notebook KNOWN =
            new Notebook("sound-files.json", note -> Files.exists(Path.of(note.getKey())));

    private SoundFiles() {}

    /** Returns whether all of them are, and have not changed since. */
    static boolean areAll(List<Path> files) {
        try {
            for (Path file : files) {
                Path real = file.toRealPath();
                JsonObject stamp = FileHashes.stamp(real);
                if (KNOWN.get(real.toString())
                        .filter(note -> FileHashes.isOf(note, stamp))
                        .isEmpty()) return false;
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Remembers that they are. */
    static void note(List<Path> files) {
        try {
            for (Path file : files) {
                Path real = file.toRealPath();
                KNOWN.put(real.toString(), FileHashes.stamp(real));
            }
        } catch (IOException e) {
            // They are looked at again.
        }
    }
}
