package org.prompttoprompt.model;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Damaged;
import org.prompttoprompt.checkpoint.NotFinite;

/**
 * Files all of whose tensors were numbers when they were loaded, and files of which one was none. They are remembered with size and time:
 * to look at gigabytes again would take most of the time of a later load, which else reads nothing of weights that stay in their files.
 */
public final class SoundFiles {
    private static final String PROBLEM = "problem";
    private static final String CURE = "cure";
    private static final String DAY = "day";
    private static final Notebook KNOWN = Notebook.ofFiles("sound-files.json");

    private SoundFiles() {}

    /** Returns whether all of them are, and have not changed since. */
    static boolean areAll(List<Path> files) {
        for (Path file : files)
            if (known(file).filter(note -> !note.has(PROBLEM)).isEmpty()) return false;
        return true;
    }

    /** Returns what is known of a file as it is now. */
    private static Optional<JsonObject> known(Path file) {
        try {
            Path real = file.toRealPath();
            JsonObject stamp = FileHashes.stamp(real);
            return KNOWN.get(real.toString()).filter(note -> FileHashes.isOf(note, stamp));
        } catch (IOException e) {
            return Optional.empty();
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

    /** Remembers of a file that holds values that are no numbers why it was refused, as long as it stays the same. */
    static void noteBroken(NotFinite refusal) {
        if (refusal.file().isEmpty()) return;
        try {
            Path real = refusal.file().get().toRealPath();
            JsonObject note = FileHashes.stamp(real);
            note.addProperty(PROBLEM, refusal.what().replaceFirst("^(lora|embeddings)=", ""));
            note.addProperty(CURE, refusal.cure());
            note.addProperty(DAY, LocalDate.now().toString());
            KNOWN.put(real.toString(), note);
        } catch (IOException e) {
            // The next run finds it again.
        }
    }

    /** Returns whether a run has found of a model's folder or file that a file of it holds values that are no numbers. */
    public static boolean isOneKnownBroken(Path place) {
        try {
            List<Path> files = Files.isDirectory(place) ? ModelLayout.of(place).files() : List.of(place);
            return files.stream()
                    .anyMatch(file ->
                            known(file).filter(note -> note.has(PROBLEM)).isPresent());
        } catch (Refusal e) {
            return false; // what is missing is told before
        }
    }

    /**
     * Refuses what {@link #requireNoneKnownBroken(List)} does of a model and of what is on top of it.
     *
     * @throws Damaged as that does
     */
    public static void requireNoneKnownBroken(ModelSpec spec) {
        requireNoneKnownBroken(ModelLayout.of(spec.place(), spec.prediction()).files());
        requireNoneKnownBroken(List.copyOf(spec.others()));
    }

    /**
     * Refuses a file of which a run has found that it holds values that are no numbers, if it is still the same.
     *
     * @throws Damaged telling when, and what was found
     */
    static void requireNoneKnownBroken(List<Path> files) {
        for (Path file : files)
            known(file).filter(note -> note.has(PROBLEM) && note.has(CURE)).ifPresent(note -> {
                throw new Damaged(
                        "A run on " + note.get(DAY).getAsString() + " has found: "
                                + note.get(PROBLEM).getAsString(),
                        note.get(CURE).getAsString());
            });
    }
}
