package org.prompttoprompt.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * An answer's bytes as a stream that gives out all that has come before it tells that the connection broke. That of
 * {@link BodySubscribers#ofInputStream} tells it at once, and what nobody had read by then would have to come once more.
 */
final class ArrivedBody implements BodySubscriber<InputStream> {
    private final BodySubscriber<InputStream> all = BodySubscribers.ofInputStream();
    private volatile Throwable broke;

    @Override
    public CompletionStage<InputStream> getBody() {
        return all.getBody().thenApply(Bytes::new);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        all.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        all.onNext(bytes);
    }

    /** Lets the stream come to its end, which then is none. */
    @Override
    public void onError(Throwable broken) {
        broke = broken;
        all.onComplete();
    }

    @Override
    public void onComplete() {
        all.onComplete();
    }

    private final class Bytes extends FilterInputStream {
        Bytes(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read() throws IOException {
            return atEnd(super.read());
        }

        @Override
        public int read(byte[] to, int begin, int most) throws IOException {
            return atEnd(super.read(to, begin, most));
        }

        private int atEnd(int read) throws IOException {
            if (read < 0 && broke != null) throw new IOException("the connection broke", broke);
            return read;
        }
    }
}
