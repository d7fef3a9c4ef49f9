package org.prompttoprompt.engine;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.prompttoprompt.Refusal;

/** Paths as people and systems write them. A Java that was started in a plain locale cannot say all of their letters. */
public final class LocalPath {
    /** What Java puts for bytes that it could not read. */
    private static final char LOST = '\uFFFD';

    private LocalPath() {}

    /**
     * Returns the path.
     *
     * @param key what it was given for, such as {@code model}
     * @throws Refusal if it is none, or has letters that this process cannot say, with the cure
     */
    public static Path of(String key, String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw refusal(key, path, e, System.getProperty("sun.jnu.encoding", "US-ASCII"));
        }
    }

    /** Returns the folder or file itself, or the nearest one around it that is there. */
    public static Path nearest(Path place) {
        Path there = place.toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) there = there.getParent();
        return there;
    }

    static Refusal refusal(String key, String path, InvalidPathException e, String encoding) {
        if (path.indexOf(LOST) < 0
                && Charset.isSupported(encoding)
                && Charset.forName(encoding).newEncoder().canEncode(path)) {
            return new Refusal(key + "=" + path + " is no path: " + e.getReason() + ".", e);
        }
        return new Refusal(
                key + "=" + path + " has letters that this Java cannot say in the names of files, which it writes in "
                        + encoding
                        + ". Start ImageJ in a UTF-8 locale, such as by LC_ALL=C.UTF-8 in the environment, or use"
                        + " folders whose names have plain letters only (DJL_CACHE_DIR names another folder for unpacked files).",
                e);
    }
}
