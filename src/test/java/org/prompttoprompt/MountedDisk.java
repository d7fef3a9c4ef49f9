package org.prompttoprompt;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small disk, or one that can be made read-only; only root may mount one, and who may not skips the test and says so. */
public final class MountedDisk implements AutoCloseable {
    private final Path path;

    private MountedDisk(Path path) {
        this.path = path;
    }

    /**
     * Mounts one in memory.
     *
     * @param at folder, which is made
     * @param size as {@code mount} takes it, such as {@code size=2m}
     */
    public static MountedDisk inMemory(Path at, String size) throws IOException, InterruptedException {
        return mounted(Files.createDirectories(at), "-t", "tmpfs", "-o", size, "tmpfs");
    }

    /** Mounts a folder once more at its own place, so that it can be made read-only. */
    public static MountedDisk bound(Path folder) throws InterruptedException {
        return mounted(folder, "--bind", folder.toString());
    }

    private static MountedDisk mounted(Path at, String... how) throws InterruptedException {
        String[] command = new String[how.length + 2];
        command[0] = "mount";
        System.arraycopy(how, 0, command, 1, how.length);
        command[command.length - 1] = at.toString();
        boolean done = System.getProperty("os.name").equals("Linux") && Shell.run(command);
        if (!done) System.out.println("SKIPPED: this is tried where disks can be mounted, as by root on Linux");
        assumeTrue(done, "needs the right to mount");
        return new MountedDisk(at);
    }

    public Path path() {
        return path;
    }

    /** Mounts it anew with other options, such as {@code ro}; returns whether that was done. */
    public boolean remount(String options) throws InterruptedException {
        return Shell.run("mount", "-o", "remount," + options, path.toString());
    }

    @Override
    public void close() throws InterruptedException {
        Shell.run("umount", "-l", path.toString());
    }
}
