package org.prompttoprompt.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.model.ModelLook;

/**
 * Looks at the header of a large model in one file before the file comes: it tells already whether the model can be used, and some GB
 * need not come to learn that it cannot. Where the header cannot be had, or is not sound, nothing is said: the transfer tells.
 */
final class HeaderLook {
    /** Smaller files are as soon there, in bytes. */
    private static final long LARGE = 64L << 20;

    /** Headers are of some hundred kB. */
    private static final int MOST = 8 << 20;

    private HeaderLook() {}

    /**
     * Looks at what is offered.
     *
     * @throws Refusal if it is of no use here; nothing has come then
     * @throws java.util.concurrent.CancellationException if it is {@link StillWanted} no more
     */
    static void require(Web web, Patience patience, Offer offer) {
        List<RemoteFile> files = offer.listing().files();
        if (files.size() != 1) return;
        RemoteFile file = files.get(0);
        if (file.size() < LARGE || !file.path().endsWith(".safetensors")) return;
        header(web, patience, file).flatMap(header -> problem(header, file)).ifPresent(why -> {
            throw new Refusal(offer.source() + " cannot be used here: " + why + " It was not installed.");
        });
    }

    /** Returns the bytes of a file that come before its tensors. */
    private static Optional<byte[]> header(Web web, Patience patience, RemoteFile file) {
        try (Answer answer = web.get(file.from(), Map.of("Range", "bytes=0-" + (MOST - 1)));
                Watch watch = new Watch(answer.body(), patience, StillWanted.here())) {
            boolean begins = answer.status() == 200 || answer.status() == 206 && answer.begin() == 0;
            Optional<byte[]> header = begins && !answer.isPage() ? header(answer.body()) : Optional.empty();
            if (watch.stopped()) throw StillWanted.stopped(answer.from().getHost());
            return header;
        } catch (IOException | Refusal e) {
            return Optional.empty(); // told by the transfer
        }
    }

    /** Returns nothing where the stream ends, or is ended, before its end. */
    private static Optional<byte[]> header(InputStream body) {
        try {
            byte[] length = body.readNBytes(Long.BYTES);
            if (length.length < Long.BYTES) return Optional.empty();
            long json = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (json < 2 || json > MOST - Long.BYTES) return Optional.empty();
            byte[] text = body.readNBytes((int) json);
            byte[] header = ByteBuffer.allocate(Long.BYTES + text.length)
                    .put(length)
                    .put(text)
                    .array();
            return text.length == json ? Optional.of(header) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // told by the transfer
        }
    }

    /** Returns why a file that begins so cannot be used: one of the same length is looked at, of which nothing else is on the disk. */
    private static Optional<String> problem(byte[] header, RemoteFile file) {
        try {
            Path folder = Files.createTempDirectory("p2p-header-");
            try {
                Path like = folder.resolve(Path.of(file.path()).getFileName());
                try (FileChannel out = FileChannel.open(
                        like, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
                    out.write(ByteBuffer.wrap(header));
                    out.write(ByteBuffer.wrap(new byte[1]), file.size() - 1);
                }
                ModelLook look = ModelLook.at(like);
                boolean told = look.use() == ModelLook.Use.NONE && look.damage().isEmpty();
                return told ? Optional.of(Usable.named(look.problem(), folder)) : Optional.empty();
            } finally {
                CacheFolder.delete(folder);
            }
        } catch (IOException e) {
            return Optional.empty(); // no room for it, which the transfer tells
        }
    }
}
