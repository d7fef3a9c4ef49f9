package org.prompttoprompt.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.model.Meter;

/**
 * The check sum that a file must have.
 *
 * @param kind of the sum
 * @param hex its digits
 */
record Checksum(Kind kind, String hex) {
    private static final int CHUNK = 1 << 20;

    /** How it is made. */
    enum Kind {
        /** Of large files. */
        SHA256("SHA-256", 64),
        /** Of small files of a repository: SHA-1 of {@code "blob <size>\0"} and the content, as Git names it. */
        GIT("SHA-1", 40);

        private final String algorithm;
        private final int digits;

        Kind(String algorithm, int digits) {
            this.algorithm = algorithm;
            this.digits = digits;
        }

        private MessageDigest digest() {
            try {
                return MessageDigest.getInstance(algorithm);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // each Java has both
            }
        }
    }

    /** Returns the sum that a text is, if it is one. */
    static Optional<Checksum> of(Kind kind, String text) {
        String hex = text.strip().toLowerCase(Locale.ROOT);
        return hex.matches("[0-9a-f]{" + kind.digits + "}") ? Optional.of(new Checksum(kind, hex)) : Optional.empty();
    }

    /**
     * Returns the sum of a file.
     *
     * @param meter hears how many bytes were read
     * @throws CancellationException if the meter stops it
     */
    static Checksum of(Kind kind, Path file, Meter meter) throws IOException {
        return of(EnumSet.of(kind), file, meter).get(kind);
    }

    /**
     * Returns the SHA-256 of a file that has the sum it must have, by reading it once.
     *
     * @param wanted of either kind, empty where nobody tells it
     * @return nothing of a file that has another
     */
    static Optional<Checksum> ofRight(Optional<Checksum> wanted, Path file, Meter meter) throws IOException {
        EnumSet<Kind> kinds = EnumSet.of(Kind.SHA256);
        wanted.ifPresent(sum -> kinds.add(sum.kind()));
        Map<Kind, Checksum> sums = of(kinds, file, meter);
        return wanted.filter(sum -> !sum.equals(sums.get(sum.kind()))).isPresent()
                ? Optional.empty()
                : Optional.of(sums.get(Kind.SHA256));
    }

    private static Map<Kind, Checksum> of(EnumSet<Kind> kinds, Path file, Meter meter) throws IOException {
        Map<Kind, MessageDigest> digests = new EnumMap<>(Kind.class);
        kinds.forEach(kind -> digests.put(kind, kind.digest()));
        long size = Files.size(file);
        if (digests.containsKey(Kind.GIT))
            digests.get(Kind.GIT).update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
        byte[] chunk = new byte[CHUNK];
        long done = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                for (MessageDigest digest : digests.values()) digest.update(chunk, 0, n);
                done += n;
                if (!meter.goOn(done, size)) throw new CancellationException("Stopped while files were checked");
            }
        }
        Map<Kind, Checksum> sums = new EnumMap<>(Kind.class);
        digests.forEach((kind, digest) ->
                sums.put(kind, new Checksum(kind, HexFormat.of().formatHex(digest.digest()))));
        return sums;
    }

    /** Returns whether a file has this sum. */
    boolean isOf(Path file, Meter meter) throws IOException {
        return equals(of(kind, file, meter));
    }

    @Override
    public String toString() {
        return (kind == Kind.GIT ? "git-sha1:" : "sha256:") + hex;
    }

    /** Reads what {@link #toString} wrote. */
    static Optional<Checksum> parse(String text) {
        if (text.startsWith("git-sha1:")) return of(Kind.GIT, text.substring("git-sha1:".length()));
        return text.startsWith("sha256:") ? of(Kind.SHA256, text.substring("sha256:".length())) : Optional.empty();
    }
}
