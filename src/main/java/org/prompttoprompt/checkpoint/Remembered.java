package org.prompttoprompt.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What was read from files, for as long as their sizes and times are the same: a run asks a dozen times what the header of a file says.
 *
 * @param <T> what is read, which nobody changes
 */
public final class Remembered<T> {
    private static final int MOST = 32;

    /** A file that was written just now may be written again without another time: some disks count in steps of two seconds. */
    private static final long YOUNG_MILLIS = 3000;

    /** The path is the one that was asked for, which what was read tells again. */
    private record Key(Path path, Object file, long size, FileTime time) {}

    private final Function<Path, T> read;
    private final Map<Key, T> values = new LinkedHashMap<>(MOST, 0.75f, true);

    /** @param read reads a file */
    public Remembered(Function<Path, T> read) {
        this.read = read;
    }

    /** Returns what was read from a file as it is now, or reads it. */
    public synchronized T of(Path path) {
        Key key;
        try {
            BasicFileAttributes is = Files.readAttributes(path, BasicFileAttributes.class);
            key = new Key(path, is.fileKey(), is.size(), is.lastModifiedTime());
        } catch (IOException e) {
            return read.apply(path); // which tells it
        }
        T known = values.get(key);
        if (known != null) return known;
        T value = read.apply(path);
        if (System.currentTimeMillis() - key.time().toMillis() < YOUNG_MILLIS) return value;
        if (values.size() >= MOST) values.remove(values.keySet().iterator().next());
        values.put(key, value);
        return value;
    }
}
