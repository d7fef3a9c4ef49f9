package org.prompttoprompt.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.prompttoprompt.Refusal;

/** A listing or another short text that a server sends: all of it, or none of what goes on and on. */
final class ShortText {
    private static final int LARGEST = 32 << 20;

    private ShortText() {}

    /**
     * Reads it.
     *
     * @param patience how long it may be silent
     * @param longest how long all of it may take
     * @throws IOException if the connection breaks or is given up
     * @throws java.util.concurrent.CancellationException if it is {@link StillWanted} no more
     */
    static String of(Answer answer, Patience patience, Duration longest) throws IOException {
        BooleanSupplier wanted = StillWanted.here();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        long begin = System.nanoTime();
        try (InputStream in = answer.body();
                Watch watch = new Watch(in, patience, wanted)) {
            byte[] some = new byte[1 << 14];
            for (int n = read(in, some, watch); n >= 0; n = read(in, some, watch)) {
                if (!wanted.getAsBoolean())
                    throw StillWanted.stopped(answer.from().getHost());
                text.write(some, 0, n);
                if (text.size() > LARGEST)
                    throw new Refusal(
                            answer.from().getHost() + " sends more than a listing can be: give another address.");
                if (System.nanoTime() - begin > longest.toNanos())
                    throw new IOException("it was not whole after " + longest.toSeconds() + " s");
            }
            if (watch.stopped()) throw StillWanted.stopped(answer.from().getHost());
            if (watch.ended()) throw silent(patience);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static int read(InputStream in, byte[] some, Watch watch) throws IOException {
        try {
            int n = in.read(some);
            if (n >= 0) watch.heard();
            return n;
        } catch (IOException e) {
            if (watch.ended()) return -1;
            throw e;
        }
    }

    private static IOException silent(Patience patience) {
        return new IOException("it began to answer, and then nothing came for "
                + patience.silence().toSeconds() + " s");
    }
}
