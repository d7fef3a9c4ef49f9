package org.prompttoprompt.store;

import java.nio.file.Path;
import org.prompttoprompt.engine.OutputFile;

/**
 * What of a download is still to come, and whether it can: there is room for it, and a right to write.
 *
 * @param left bytes that are still to come
 * @param total bytes of all files, -1 where the server does not tell
 * @param needed bytes of the disk that they take, more than are left where they are unpacked there
 * @param free bytes on the disk that they go to
 * @param folder in which they come to lie
 * @param denied why nothing can be written there, as a sentence goes on after "because"; empty if something can
 */
public record ToCome(long left, long total, long needed, long free, Path folder, String denied) {
    /** Looks at the disk of a folder, which need not be there, and leaves nothing there. */
    static ToCome into(Path folder, long left, long total) {
        return into(folder, left, total, left);
    }

    /** Looks at it likewise for what takes so much of it when it is unpacked. */
    static ToCome into(Path folder, long left, long total, long needed) {
        return new ToCome(
                left,
                total,
                needed,
                LocalDisk.free(folder),
                folder,
                OutputFile.problemBelow(folder).orElse(""));
    }

    /** Returns it as people read it: {@code 20 MB of 22 MB left, 35.10 GB free in /models}. */
    public String text() {
        String size = total < 0
                ? "Its size is not told by the server"
                : left < total
                        ? Sizes.text(left) + " of " + Sizes.text(total) + " left"
                        : Sizes.text(total) + " to come";
        return size + (needed == left ? "" : ", up to " + Sizes.text(needed) + " while it is unpacked") + ", "
                + place();
    }

    /** Returns whether nothing is in its way. */
    public boolean canCome() {
        return denied.isEmpty() && fits();
    }

    /** Returns what has to be done first, as a short sentence; empty where nothing is in its way. */
    public String cure() {
        if (!denied.isEmpty())
            return "Nothing can be written there: name another folder, or ask for the right to write, and ask again";
        return fits() ? "" : "Make room on the disk first, and ask again";
    }

    private boolean fits() {
        boolean allIsHere = needed == 0 && total >= 0;
        return allIsHere || LocalDisk.isRoom(needed, free);
    }

    /**
     * Refuses what cannot come, before anybody is asked to accept its licence.
     *
     * @param what it is, in words
     */
    void require(String what) {
        if (!denied.isEmpty()) throw LocalDisk.denied(folder, denied);
        if (!fits()) throw LocalDisk.noRoom(what, needed, free, folder);
    }

    /** Returns what is free, and what is wrong if something is. */
    private String place() {
        if (!denied.isEmpty()) return "to " + folder + ", which cannot be written, because " + denied;
        if (free == Long.MAX_VALUE) return "to " + folder;
        return Sizes.text(free) + " free in " + folder + (fits() ? "" : ", which is too little");
    }
}
