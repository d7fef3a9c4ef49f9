package org.prompttoprompt.engine;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a file lies on a disk of this computer. What is mapped from a network, or from a stick that can be pulled out, may go at any
 * time, which ends Java.
 */
public final class OwnDisk {
    /** File systems of disks, as Linux, macOS and Windows call them; zfs and overlay lie on some. */
    private static final Set<String> TYPES = Set.of(
            "ext2",
            "ext3",
            "ext4",
            "xfs",
            "btrfs",
            "f2fs",
            "jfs",
            "reiserfs",
            "bcachefs",
            "zfs",
            "tmpfs",
            "overlay",
            "apfs",
            "hfs",
            "ntfs",
            "refs");

    private static final String SHARE = "\\\\";
    private static final String REMOVABLE = "volume:isRemovable";

    private OwnDisk() {}

    /** Returns whether it does, as far as the system tells; what links stand for counts. */
    public static boolean holds(Path file) {
        try {
            Path real = file.toRealPath();
            FileStore store = Files.getFileStore(real);
            return holds(store.type(), real.toString()) && !removable(store);
        } catch (IOException e) {
            return false;
        }
    }

    /** Windows calls a share of another computer by the file system that it has there. */
    static boolean holds(String type, String path) {
        return TYPES.contains(type.toLowerCase(Locale.ROOT)) && !path.startsWith(SHARE);
    }

    private static boolean removable(FileStore store) throws IOException {
        try {
            return Boolean.TRUE.equals(store.getAttribute(REMOVABLE));
        } catch (UnsupportedOperationException e) {
            return false; // Windows alone tells
        }
    }
}
