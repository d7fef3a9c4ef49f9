package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.engine.OutputFile;
import org.prompttoprompt.engine.WholeFile;
import org.prompttoprompt.model.InstalledModels;

/** The disk that models are kept on: whether there is room, and what is said where there is none or no right to write. */
final class LocalDisk {
    /** What the rest of the system needs, in bytes. */
    private static final long RESERVE = 50_000_000;

    /** What helps where there is no right to write, as a sentence goes on. */
    static final String WHO_TO_ASK = "ask who looks after this computer";

    private LocalDisk() {}

    /**
     * Refuses what does not fit, before anything is downloaded.
     *
     * @param bytes that are still to come
     * @param folder where they go; it need not exist
     */
    static void requireRoom(String what, long bytes, Path folder) {
        long free = free(folder);
        if (!isRoom(bytes, free)) throw noRoom(what, bytes, free, folder);
    }

    static Refusal noRoom(String what, long bytes, long free, Path folder) {
        return new Refusal("There is no room for " + what + ": " + Sizes.text(bytes) + " are still needed in " + folder
                + ", besides " + Sizes.text(RESERVE) + " for the rest of the system, where " + Sizes.text(free)
                + " are free. Make room, or name a folder on another disk by "
                + setting(folder) + " in the environment.");
    }

    /** Returns whether so many free bytes are enough for so many, and for the rest of the system. */
    static boolean isRoom(long bytes, long free) {
        return free - RESERVE >= bytes;
    }

    /** Returns what names another place for a file: libraries lie in the cache, models where their own setting says. */
    private static String setting(Path file) {
        return file.toAbsolutePath().startsWith(EngineStore.folder().toAbsolutePath())
                ? CacheFolder.SETTING
                : InstalledModels.VARIABLE;
    }

    /** Returns how many bytes are free where a folder is or will be, {@link Long#MAX_VALUE} where the system does not tell. */
    static long free(Path folder) {
        try {
            return Files.getFileStore(LocalPath.nearest(folder)).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE; // the system does not tell
        }
    }

    /** Creates a folder. */
    static Path create(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException | ReadOnlyFileSystemException e) {
            throw refusal(folder, e);
        }
    }

    /** Returns a name in a folder that nothing has yet, beside the models. */
    static Path fresh(Path folder, String name) {
        return folder.resolve(Installation.PARTIAL
                + name
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }

    /** Writes a file, whole or not at all, that whoever may read its folder can read: those of Java's temporary files are their maker's alone. */
    static void write(Path file, String text) throws IOException {
        Path fresh = fresh(file.toAbsolutePath().getParent(), "");
        try {
            Files.writeString(fresh, text, StandardOpenOption.CREATE_NEW);
            WholeFile.replace(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Returns what is said of a file that could not be written. */
    static Refusal refusal(Path file, Exception e) {
        return refusal(file, e, "Make room and try again.");
    }

    /** Returns what is said of a file of a download, which goes on where it was. */
    static Refusal ofDownload(Path file, Exception e) {
        return refusal(
                file, e, "What has come is kept. Make room and start the download again: it goes on from there.");
    }

    private static Refusal refusal(Path file, Exception e, String cure) {
        String message = String.valueOf(e.getMessage());
        Path folder = Files.isDirectory(file) ? file : file.toAbsolutePath().getParent();
        if (message.matches("(?is).*(no space|not enough space|quota|disk full).*"))
            return new Refusal(
                    "The disk is full: " + folder + " has " + Sizes.text(free(folder)) + " left. " + cure
                            + " Another disk is named by " + setting(folder) + " in the environment.",
                    e);
        return new Refusal(denial(file, OutputFile.why(file, e)), e);
    }

    /**
     * Refuses a folder, which need not be there, in which nothing can be written; nothing is left in it.
     *
     * @throws Refusal if so, with the cure
     */
    static void requireWritable(Path folder) {
        OutputFile.problemBelow(folder).ifPresent(why -> {
            throw denied(folder, why);
        });
    }

    /** @param why as a sentence goes on after "because" */
    static Refusal denied(Path folder, String why) {
        return new Refusal(denial(folder, why));
    }

    private static String denial(Path place, String why) {
        return place + " cannot be written, because " + why
                + ": " + WHO_TO_ASK + ", or name a folder that can be written by " + setting(place)
                + " in the environment.";
    }
}
