package org.prompttoprompt.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.prompttoprompt.dataset.DataFolder;
import org.prompttoprompt.dataset.DiskRefusal;

/**
 * A folder of any file system that Hadoop knows. Several processes may write into it at once: what is being written has a name that
 * nobody else gives, and a file that is there already is replaced by the same bytes.
 */
final class HadoopFolder implements DataFolder {
    private final FileSystem files;
    private final Path folder;
    private HadoopLock lock;

    /**
     * Opens a folder.
     *
     * @param path such as {@code hdfs://host/data}, or on the file system that the configuration names
     * @throws IOException if the file system is not there
     */
    HadoopFolder(String path, Configuration configuration) throws IOException {
        files = new Path(path).getFileSystem(configuration);
        folder = files.makeQualified(new Path(path));
        // A local disk would have a hidden file beside each one.
        files.setWriteChecksum(false);
    }

    private Path place(String name) {
        return new Path(folder, name);
    }

    @Override
    public boolean has(String name) {
        try {
            return files.exists(place(name));
        } catch (IOException e) {
            throw new DiskRefusal(place(name).toString(), e);
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        try (var in = files.open(place(name))) {
            return in.readAllBytes();
        }
    }

    @Override
    public void write(String name, Writing writing) {
        whole(name, part -> {
            try (OutputStream out = Creation.of(files, part, false)) {
                writing.to(out);
            }
        });
    }

    private interface Making {
        void of(Path part) throws IOException;
    }

    private void whole(String name, Making making) {
        Path file = place(name);
        Path part = place(name + "." + UUID.randomUUID() + PART);
        try {
            making.of(part);
            if (files.rename(part, file)) return;
            // HDFS replaces no file by a plain renaming.
            files.delete(file, false);
            if (!files.rename(part, file)) throw new IOException("cannot be moved from " + part);
        } catch (IOException e) {
            forget(part);
            throw new DiskRefusal(file.toString(), e);
        }
    }

    private void forget(Path part) {
        try {
            files.delete(part, false);
        } catch (IOException e) {
            // the next start tidies up
        }
    }

    @Override
    public void link(String from, String name) {
        whole(name, part -> {
            try (var in = files.open(place(from));
                    OutputStream out = Creation.of(files, part, false)) {
                in.transferTo(out);
            }
        });
    }

    @Override
    public void delete(String name) throws IOException {
        files.delete(place(name), false);
        for (Path above = place(name).getParent(); !above.equals(folder); above = above.getParent())
            if (!files.exists(above) || files.listStatus(above).length > 0 || !files.delete(above, false)) return;
    }

    @Override
    public List<String> names() throws IOException {
        try {
            FileStatus[] there = files.listStatus(folder);
            if (there.length == 1 && there[0].isFile() && there[0].getPath().equals(folder))
                throw new IOException("it is a file");
            return Arrays.stream(there)
                    .map(status -> status.getPath().getName())
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    @Override
    public void lock(String name) throws IOException {
        lock = HadoopLock.of(files, place(name));
    }

    @Override
    public void tidy() throws IOException {
        tidy(folder);
    }

    /** Level by level: to list all at once asks for the rights of each file, for which Hadoop starts a program each on a disk. */
    private void tidy(Path place) throws IOException {
        for (FileStatus status : files.listStatus(place)) {
            if (status.isDirectory()) tidy(status.getPath());
            else if (status.getPath().getName().endsWith(PART)) files.delete(status.getPath(), false);
        }
    }

    @Override
    public long free() {
        try {
            Path there = folder;
            while (!files.exists(there) && there.getParent() != null) there = there.getParent();
            long free = files.getStatus(there).getRemaining();
            return free <= 0 ? Long.MAX_VALUE : free;
        } catch (IOException | RuntimeException e) {
            // Not all file systems tell it; ViewFileSystem of Hadoop 3.5 asks the one below for a path of its own.
            return Long.MAX_VALUE;
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    @Override
    public void close() {
        if (lock != null) lock.close();
    }
}
