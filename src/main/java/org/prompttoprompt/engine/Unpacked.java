package org.prompttoprompt.engine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.prompttoprompt.Refusal;

/**
 * Files of a jar in a folder of the cache. They are compared with the jar by their check sums once; after that their sizes and
 * times tell whether they are still those, which are noted beside the folder. What is damaged is unpacked anew.
 */
public final class Unpacked {
    /** Begins the names of what is not finished. */
    public static final String PARTIAL = "partial-";

    private static final double MEGA = 1e6;

    private final String what;
    private final Path folder;
    private final List<Item> items;
    private final Properties notes = new Properties();
    private long done;

    /**
     * Files of a folder.
     *
     * @param what they are, for messages
     */
    public Unpacked(String what, Path folder, List<Item> items) {
        this.what = what;
        this.folder = folder;
        this.items = List.copyOf(items);
        Path file = notesFile();
        if (!Files.exists(file)) return;
        try (InputStream in = Files.newInputStream(file)) {
            notes.load(in);
        } catch (IOException | IllegalArgumentException e) {
            notes.clear(); // all are compared again
        }
    }

    /**
     * One file.
     *
     * @param name within the folder
     * @param size in bytes
     * @param crc its CRC-32, or -1 where that is not known
     */
    public record Item(String name, long size, long crc, Source source) {}

    /** Where a file's bytes come from. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    /** Has the files of a folder compared with those of the jar once more when they are asked for next, whatever their times say. */
    public static void compareAnew(Path folder) {
        try {
            Files.deleteIfExists(notesFile(folder));
        } catch (IOException e) {
            // Where nothing can be written, their times tell.
        }
    }

    /** Returns whether all files are there and undamaged. */
    public boolean isWhole() {
        return damaged().isEmpty();
    }

    /**
     * Unpacks what is missing or damaged; to be called while nobody else does.
     *
     * @return whether there was anything
     * @throws Refusal if there is no room, naming the folder and what is needed
     * @throws IOException if they cannot be written for another reason
     */
    public boolean make() throws IOException {
        List<Item> damaged = damaged();
        if (!damaged.isEmpty()) {
            Path cache = Files.createDirectories(folder.getParent());
            long size = damaged.stream().mapToLong(Item::size).sum();
            if (free(cache) < size) throw full(cache, size, "");
            Path fresh = Files.createTempDirectory(cache, PARTIAL);
            try {
                unpack(damaged, fresh);
            } catch (IOException e) {
                CacheFolder.delete(fresh);
                if (free(cache) < size || isOfRoom(e)) throw full(cache, size, " (" + e.getMessage() + ")");
                throw e;
            }
            CacheFolder.sweep(cache, PARTIAL);
        }
        remember();
        return !damaged.isEmpty();
    }

    private void unpack(List<Item> damaged, Path fresh) throws IOException {
        long total = damaged.stream().mapToLong(Item::size).sum();
        done = 0;
        for (Item item : damaged) {
            Path to = fresh.resolve(item.name());
            Files.createDirectories(to.getParent());
            try (CheckedInputStream in = new CheckedInputStream(item.source().open(), new CRC32());
                    FileChannel channel = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                copy(in, out, total);
                if (item.crc() >= 0 && in.getChecksum().getValue() != item.crc()) {
                    throw new IOException(item.name() + " is damaged in the jar: install the plugin again");
                }
                channel.force(true); // before it is noted to be whole: a power cut must not leave it empty
            }
        }
        if (!Files.exists(folder)) {
            Files.move(fresh, folder);
            return;
        }
        for (Item item : damaged) {
            Path to = folder.resolve(item.name());
            Files.createDirectories(to.getParent());
            // Replaced and not overwritten: another ImageJ may have mapped the old one.
            WholeFile.replace(fresh.resolve(item.name()), to);
        }
    }

    private void copy(InputStream in, OutputStream out, long total) throws IOException {
        byte[] buffer = new byte[1 << 20];
        for (int read; (read = in.read(buffer)) >= 0; ) {
            out.write(buffer, 0, read);
            done += read;
            Doing.tell(String.format(
                    Locale.ROOT,
                    "Unpacking %s, once: %.0f of %.0f MB",
                    what,
                    Math.floor(done / MEGA),
                    Math.ceil(total / MEGA)));
        }
    }

    private List<Item> damaged() {
        try {
            return items.stream().filter(item -> !isWhole(item)).toList();
        } catch (UncheckedIOException e) {
            return items;
        }
    }

    private boolean isWhole(Item item) {
        Path file = folder.resolve(item.name());
        try {
            if (!Files.isRegularFile(file) || Files.size(file) != item.size()) return false;
            String state = state(item, file);
            if (state.equals(notes.getProperty(item.name()))) return true;
            Doing.tell("Checking " + what);
            if (item.crc() >= 0 && crc(file) != item.crc()) return false;
            notes.setProperty(item.name(), state);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String state(Item item, Path file) throws IOException {
        return item.size() + " " + Files.getLastModifiedTime(file) + " " + Long.toHexString(item.crc());
    }

    private static long crc(Path file) throws IOException {
        try (CheckedInputStream in =
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20), new CRC32())) {
            in.transferTo(OutputStream.nullOutputStream());
            return in.getChecksum().getValue();
        }
    }

    /** Where nothing can be noted, the next start compares again. */
    private void remember() {
        try {
            Properties all = new Properties();
            for (Item item : items) all.setProperty(item.name(), state(item, folder.resolve(item.name())));
            if (all.equals(written())) return;
            Path fresh = Files.createTempFile(folder.getParent(), PARTIAL, "");
            try (OutputStream out = Files.newOutputStream(fresh)) {
                all.store(out, null);
            }
            WholeFile.replace(fresh, notesFile());
        } catch (IOException e) {
            // as said
        }
    }

    private Properties written() {
        Properties written = new Properties();
        try (InputStream in = Files.newInputStream(notesFile())) {
            written.load(in);
        } catch (IOException | IllegalArgumentException e) {
            written.clear();
        }
        return written;
    }

    private Path notesFile() {
        return notesFile(folder);
    }

    private static Path notesFile(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".checked");
    }

    private static long free(Path cache) throws IOException {
        return Files.getFileStore(cache).getUsableSpace();
    }

    private static boolean isOfRoom(IOException e) {
        return String.valueOf(e.getMessage()).matches("(?is).*(no space|not enough space|quota).*");
    }

    private Refusal full(Path cache, long size, String reason) throws IOException {
        return new Refusal(String.format(
                Locale.ROOT,
                "There is no room to unpack %s%s: %.0f MB are needed in %s, where %.0f MB are free. Make room there and try again,"
                        + " or name a folder on another disk by the environment variable %s.",
                what,
                reason,
                Math.ceil(size / MEGA),
                cache,
                Math.floor(free(cache) / MEGA),
                CacheFolder.SETTING));
    }
}
