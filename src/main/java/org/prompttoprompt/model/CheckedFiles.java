package org.prompttoprompt.model;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/** How checks of files by their sums ended: remembered with size and time of the file, so that a list can tell it at a glance. */
public final class CheckedFiles {
    private static final Notebook KNOWN =
            new Notebook("checked-files.json", note -> Files.exists(Path.of(note.getKey())));

    private CheckedFiles() {}

    /**
     * How the last check of a file by a sum ended.
     *
     * @param right whether it had the sum
     * @param current whether size and time are still those of the check
     * @param day of the check, as in 2026-11-27
     */
    public record Check(boolean right, boolean current, String day) {}

    /** Remembers it, today. A file that is not there, or whose folders cannot be read, is not remembered. */
    public static void note(Path file, String sum, boolean right) {
        try {
            Path real = file.toRealPath();
            JsonObject note = FileHashes.stamp(real);
            note.addProperty("sum", sum);
            note.addProperty("right", right);
            note.addProperty("day", LocalDate.now().toString());
            KNOWN.put(real.toString(), note);
        } catch (IOException e) {
            // The next list says that it is missing.
        }
    }

    /** Returns the last check of a file by this sum, empty where there was none, or the file is gone. */
    public static Optional<Check> of(Path file, String sum) {
        try {
            Path real = file.toRealPath();
            JsonObject stamp = FileHashes.stamp(real);
            return KNOWN.get(real.toString())
                    .filter(note ->
                            note.has("sum") && note.get("sum").getAsString().equals(sum))
                    .map(note -> new Check(
                            note.get("right").getAsBoolean(),
                            FileHashes.isOf(note, stamp),
                            note.get("day").getAsString()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
