package org.prompttoprompt.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A folder with the files of a data set, on a disk or on the file system of a cluster. Names are paths below it, with slashes. A
 * file is there whole or not at all: it is written beside its place and then moved into it.
 */
public interface DataFolder extends AutoCloseable {
    /** What ends the name of a file that is being written. */
    String PART = ".part";

    /** What can fail while it writes. */
    @FunctionalInterface
    interface Writing {
        /** Writes the bytes; the caller closes. */
        void to(OutputStream out) throws IOException;
    }

    /** Returns whether a file or folder of this name is there. */
    boolean has(String name);

    /**
     * Returns the bytes of a file.
     *
     * @throws IOException if it is not there or cannot be read
     */
    byte[] read(String name) throws IOException;

    /**
     * Writes a file; one of this name is replaced.
     *
     * @throws DiskRefusal if it cannot be written
     */
    void write(String name, Writing writing);

    /** Writes a file of these bytes. */
    default void write(String name, byte[] bytes) {
        write(name, out -> out.write(bytes));
    }

    /** Writes a text file in UTF-8. */
    default void write(String name, String text) {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Puts a file that is there into another place, without a copy of its bytes where that can be.
     *
     * @throws DiskRefusal if it cannot be written
     */
    void link(String from, String name);

    /**
     * Removes a file, if it is there, and the folders that it leaves empty.
     *
     * @throws IOException if it cannot be removed
     */
    void delete(String name) throws IOException;

    /**
     * Returns what lies in it, folders too but nothing below them; nothing if it is not there.
     *
     * @throws IOException if it is a file, or cannot be read
     */
    List<String> names() throws IOException;

    /**
     * Keeps other runs out until it is closed.
     *
     * @param name of a file that marks it
     * @throws org.prompttoprompt.Refusal if another run writes here
     */
    void lock(String name) throws IOException;

    /** Removes what an interrupted run was writing. */
    void tidy() throws IOException;

    /** Returns how many bytes it still takes, {@code Long.MAX_VALUE} where that is not known. */
    long free();

    /** Returns its path for people. */
    @Override
    String toString();

    /** Lets other runs in. */
    @Override
    void close();
}
