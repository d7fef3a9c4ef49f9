package org.prompttoprompt.model;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/** How checks of files by their sums ended: remembered with size and time of the file, so that a list can tell it at a glance. */
public final class CheckedFiles {
    private static final Notebook KNOWN = Notebook.ofFiles("checked-files.json");

    private CheckedFiles() {}

    /**
     * How the last check of a file by a sum ended.
     *
     * @param right whether it had the sum
     * @param current whether size and time are still those of the check
     * @param day of the check, as in 2026-11-27
     */
    public record Check(boolean right, boolean current, String day) {}

    /** A file as it is before its check reads it: what is written into it meanwhile was not checked. */
    public static final class Begun {
        private final Path real;
        private final JsonObject note;

        private Begun(Path real) throws IOException {
            this.real = real;
            note = FileHashes.stamp(real);
        }

        /** Remembers how the check ended, today. */
        public void ended(String sum, boolean right) {
            note.addProperty("sum", sum);
            note.addProperty("right", right);
            note.addProperty("day", LocalDate.now().toString());
            KNOWN.put(real.toString(), note);
        }
    }

    /**
     * Begins the check of a file.
     *
     * @throws IOException if it is not there, or its folders cannot be read
     */
    public static Begun begin(Path file) throws IOException {
        return new Begun(file.toRealPath());
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
