package org.prompttoprompt.store;

import java.nio.file.Path;

/**
 * What of a download is still to come, and whether there is room for it.
 *
 * @param left bytes that are still to come
 * @param total bytes of all files, -1 where the server does not tell
 * @param free bytes on the disk that they go to
 * @param folder in which they come to lie
 */
public record ToCome(long left, long total, long free, Path folder) {
    /** Returns it as people read it: {@code 20 MB of 22 MB left, 35.10 GB free in /models}. */
    public String text() {
        String size = total < 0
                ? "Its size is not told by the server"
                : left < total
                        ? Sizes.text(left) + " of " + Sizes.text(total) + " left"
                        : Sizes.text(total) + " to come";
        return size + ", " + room();
    }

    /** Returns whether there is room for it, and for the rest of the system. */
    public boolean fits() {
        return LocalDisk.isRoom(left, free);
    }

    /**
     * Refuses what does not fit, before anybody is asked to accept its licence.
     *
     * @param what it is, in words
     */
    void requireRoom(String what) {
        if (!fits()) throw LocalDisk.noRoom(what, left, free, folder);
    }

    /** Returns what is free, and that it is too little if it is. */
    private String room() {
        if (free == Long.MAX_VALUE) return "to " + folder;
        return Sizes.text(free) + " free in " + folder + (fits() ? "" : ", which is too little");
    }
}
