package org.prompttoprompt.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.WholeFile;
import org.prompttoprompt.model.Meter;

/**
 * Brings one file, and goes on where an earlier attempt, of this process or of one that was killed, has stopped: the server is asked
 * for the rest of the same version. What it sends is believed only when length and check sum are right.
 */
final class FileTransfer {
    static final String PART = ".part";
    static final String TAG = ".tag";
    /** Why a file comes twice, as what is told of it goes on. */
    static final String WHY_AGAIN = " once more, for it came damaged: its check sum was wrong";

    private static final int CHUNK = 1 << 18;

    private final Web web;
    private final Patience patience;
    private final RemoteFile file;
    private final Path target;
    private final Path part;
    private final Meter meter;
    private long expected;
    private boolean broken;
    private boolean cameOnce;
    private String complaint = "";

    /**
     * A transfer to come.
     *
     * @param target where the file will lie; while it is incomplete it lies beside it
     * @param meter hears how many bytes are there, of how many (0: nobody tells), and may stop it
     */
    FileTransfer(Web web, Patience patience, RemoteFile file, Path target, Meter meter) {
        this.web = web;
        this.patience = patience;
        this.file = file;
        this.target = target;
        this.meter = meter;
        part = target.resolveSibling(target.getFileName() + PART);
        expected = file.size();
    }

    /**
     * Brings the file.
     *
     * @return its SHA-256
     * @throws Refusal if it cannot be had, with the cure; what has come is kept where that makes sense
     * @throws CancellationException if the meter stops it; what has come is kept
     */
    Checksum run() {
        try {
            Files.createDirectories(target.getParent());
            int idle = 0;
            String came = "";
            while (true) {
                long before = have();
                long begin = System.nanoTime();
                broken = false;
                boolean lay = before == expected && Files.exists(part);
                if (lay || attempt()) {
                    Optional<Checksum> sum = Checksum.ofRight(file.sum(), part, (done, all) -> meter.goOn(all, all));
                    if (sum.isPresent()) return finish(sum.get());
                    // A first wrong sum may come of two halves of different versions.
                    forget();
                    if (!came.isEmpty()) throw wrongSum(came);
                    came = lay ? "came before, has come once more now" : "was downloaded twice";
                    meter.again();
                    continue;
                }
                long brought = have() - before;
                idle = brought > 0 ? 0 : idle + 1;
                if (idle >= patience.attempts()) throw brokenOff(have());
                Patience.pause(
                        patience.waiting(idle, brought, System.nanoTime() - begin),
                        () -> meter.goOn(have(), Math.max(0, expected)));
            }
        } catch (IOException e) {
            throw LocalDisk.ofDownload(target, e);
        }
    }

    private long have() {
        return part.toFile().length();
    }

    private void forget() throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(tagFile());
    }

    private Path tagFile() {
        return part.resolveSibling(part.getFileName() + TAG);
    }

    private String tag() throws IOException {
        return Files.exists(tagFile()) ? Files.readString(tagFile()).strip() : "";
    }

    /** Returns whether all has come, as far as its length tells. */
    private boolean attempt() throws IOException {
        if (expected >= 0 && have() > expected) forget();
        long from = have();
        String tag = tag();
        // Without a name of its version, the rest is only asked for where the sum tells whether the halves fit.
        if (from > 0 && tag.isEmpty() && file.sum().isEmpty()) {
            forget();
            from = 0;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (from > 0) headers.put("Range", "bytes=" + from + "-");
        if (from > 0 && file.sum().isEmpty()) headers.put("If-Range", tag);
        try (Answer answer = ask(headers)) {
            if (answer == null) return false;
            if (answer.status() == 416 && from > 0) {
                if (answer.whole() == from) expected = from;
                else forget();
                return expected == from;
            }
            if (answer.status() >= 500 || answer.status() == 416) {
                complaint = " It answers with the error " + answer.status() + ".";
                return false;
            }
            Complaints.check(answer, file, from, web);
            boolean goesOn = answer.status() == 206 && answer.begin() == from && from > 0;
            if (answer.status() == 206 && !goesOn || goesOn && !sameVersion(answer, tag)) {
                forget();
                return false;
            }
            long size = goesOn ? answer.whole() : answer.length().orElse(-1);
            requireSize(size, answer);
            if (!goesOn) forget();
            Files.writeString(tagFile(), answer.tag().orElse(""), StandardCharsets.UTF_8);
            copy(answer, goesOn ? from : 0);
        }
        return expected >= 0 ? have() == expected : !broken;
    }

    /** The check sum tells it better, for each server of a network may name a version its own way. */
    private boolean sameVersion(Answer answer, String tag) {
        return file.sum().isPresent()
                || tag.isEmpty()
                || answer.tag().isEmpty()
                || answer.tag().get().equals(tag);
    }

    /** Returns null where the connection broke. */
    private Answer ask(Map<String, String> headers) {
        try {
            return web.get(file.from(), headers);
        } catch (Unreachable e) {
            // The network may be away for a while, but not from the beginning.
            if (!cameOnce) throw e.refusal();
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private void requireSize(long size, Answer answer) {
        if (size < 0) return;
        if (expected >= 0 && size != expected) throw Complaints.otherSize(answer, file, size, expected);
        expected = size;
    }

    private void copy(Answer answer, long from) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        long done = from;
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                Watch watch = new Watch(answer.body(), patience, () -> meter.goOn(have(), Math.max(0, expected)))) {
            out.truncate(from);
            out.position(from);
            for (int n = read(answer.body(), chunk, watch); n >= 0; n = read(answer.body(), chunk, watch)) {
                if (done == 0) Complaints.refusePage(chunk.array(), n, answer, file);
                done += n;
                cameOnce = true;
                if (expected >= 0 && done > expected) throw tooMuch(answer);
                chunk.clear().limit(n);
                while (chunk.hasRemaining()) out.write(chunk);
                if (!meter.goOn(done, Math.max(0, expected))) throw stopped();
            }
            out.force(true);
        }
    }

    private Refusal tooMuch(Answer answer) throws IOException {
        forget();
        return new Refusal(answer.from().getHost() + " sends more of '" + file.path() + "' than its " + expected
                + " bytes. Nothing was installed. Try again later, or from another place.");
    }

    /** Returns -1 at the end, and where the connection breaks. */
    private int read(InputStream in, ByteBuffer chunk, Watch watch) {
        try {
            int n = in.read(chunk.array());
            watch.heard();
            return n;
        } catch (IOException e) {
            if (watch.stopped()) throw stopped();
            broken = true;
            return -1;
        }
    }

    private static CancellationException stopped() {
        return new CancellationException("The download was stopped; the next one goes on from there.");
    }

    private Checksum finish(Checksum sum) throws IOException {
        WholeFile.replace(part, target);
        Files.deleteIfExists(tagFile());
        return sum;
    }

    private Refusal wrongSum(String came) {
        return new Refusal("'" + file.path() + "' of " + file.from().getHost() + " " + came + " and is not what"
                + " it should be (its check sum is not " + file.sum().orElseThrow()
                + "). Nothing was installed. If you gave"
                + " that sum, look whether it is this file's; else try again later, or from another place.");
    }

    private Refusal brokenOff(long have) {
        return new Refusal("The connection to " + file.from().getHost() + " broke off at "
                + Sizes.text(have) + (expected > 0 ? " of " + Sizes.text(expected) : "") + " of '" + file.path() + "', "
                + patience.attempts() + " times in a row." + complaint
                + " Start the download again: it goes on from there.");
    }
}
