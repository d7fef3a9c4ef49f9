package org.prompttoprompt.model;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Unreadable;

/**
 * SHA-256 of files, by which an image says which model made it. A file's hash is remembered with its size and time, for reading
 * gigabytes takes seconds.
 */
final class FileHashes {
    private static final Notebook KNOWN = Notebook.ofFiles("known-files.json");
    private static final int CHUNK = 1 << 20;

    private FileHashes() {}

    /**
     * Returns one hash over the names, from {@code root}, and contents of files, in this order.
     *
     * @throws CancellationException if the meter stops it
     * @throws Refusal if a file cannot be read
     */
    static String sha256(Path root, List<Path> files, Meter meter) {
        MessageDigest all = digest();
        long total = 0;
        long done = 0;
        try {
            for (Path file : files) total += Files.size(file);
            for (Path file : files) {
                String name = root.relativize(file).toString().replace('\\', '/');
                String line = name + " " + sha256(file, done, total, meter) + "\n";
                all.update(line.getBytes(StandardCharsets.UTF_8));
                done += Files.size(file);
            }
        } catch (IOException e) {
            throw Unreadable.refusal(root, e);
        }
        return HexFormat.of().formatHex(all.digest());
    }

    /**
     * Returns the hash of a file's content.
     *
     * @throws Refusal if it cannot be read
     */
    static String sha256(Path file) {
        try {
            return sha256(file, 0, 0, (done, total) -> true);
        } catch (IOException e) {
            throw Unreadable.refusal(file, e);
        }
    }

    /** Returns the hash of a file that was read as it is now, if it was. */
    static Optional<String> known(Path file) {
        try {
            Path real = file.toRealPath();
            JsonObject stamp = stamp(real);
            return KNOWN.get(real.toString()).flatMap(note -> hash(note, stamp));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String sha256(Path file, long before, long total, Meter meter) throws IOException {
        Optional<String> noted = known(file);
        if (noted.isPresent()) return noted.get();
        Path real = file.toRealPath();
        JsonObject note = stamp(real);
        MessageDigest digest = digest();
        byte[] chunk = new byte[CHUNK];
        long done = before;
        try (InputStream in = Files.newInputStream(real)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
                done += n;
                if (!meter.goOn(done, total)) throw new CancellationException("Stopped while the model was read");
            }
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        note.addProperty("sha256", hash);
        KNOWN.put(real.toString(), note);
        return hash;
    }

    /** Returns size and time of a file, by which notes know it again. */
    static JsonObject stamp(Path real) throws IOException {
        JsonObject stamp = new JsonObject();
        stamp.addProperty("size", Files.size(real));
        stamp.addProperty("time", Files.getLastModifiedTime(real).toString());
        return stamp;
    }

    /** Returns whether a note is of a file with this stamp. */
    static boolean isOf(JsonObject note, JsonObject stamp) {
        return stamp.entrySet().stream()
                .allMatch(e -> e.getValue().toString().equals(String.valueOf(note.get(e.getKey()))));
    }

    /** Returns the hash of a note if it is of a file of this size and time, and is one. */
    private static Optional<String> hash(JsonObject note, JsonObject file) {
        if (!isOf(note, file) || !note.has("sha256") || !note.get("sha256").isJsonPrimitive()) return Optional.empty();
        return Optional.of(note.get("sha256").getAsString()).filter(hash -> hash.matches("[0-9a-f]{64}"));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
