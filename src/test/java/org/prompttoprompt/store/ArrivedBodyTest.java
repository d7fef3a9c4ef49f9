package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.*;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What has come when a connection breaks, which Java's own stream of an answer forgets if nobody has read it yet. */
class ArrivedBodyTest {
    private final ArrivedBody body = new ArrivedBody();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private InputStream in;

    @BeforeEach
    void begin() {
        body.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long lists) {}

            @Override
            public void cancel() {
                cancelled.set(true);
            }
        });
        in = body.getBody().toCompletableFuture().join();
        body.onNext(List.of(ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3, -1})));
    }

    @Test
    void whatCameBeforeABreakIsGivenOutAndThenTheBreakIsTold() throws Exception {
        EOFException broke = new EOFException();
        body.onError(broke);
        assertArrayEquals(new byte[] {1, 2, 3}, in.readNBytes(3));
        assertEquals(255, in.read());
        assertSame(broke, assertThrows(IOException.class, in::read).getCause());
        assertThrows(IOException.class, () -> in.read(new byte[10]), "and told again");
    }

    @Test
    void whatIsWholeEnds() throws Exception {
        body.onComplete();
        assertArrayEquals(new byte[] {1, 2, 3, -1}, in.readAllBytes());
        assertEquals(-1, in.read());
    }

    @Test
    void whatIsClosedIsNotWaitedFor() throws Exception {
        in.close();
        assertTrue(cancelled.get());
        assertThrows(IOException.class, in::readAllBytes);
        body.onError(new EOFException());
        assertThrows(IOException.class, in::read);
    }

    /** With Java's own stream, one in ten of these has lost its last kilobytes. */
    @Test
    void allThatAServerSentBeforeItBrokeOffIsThere() throws Exception {
        try (LocalServer server = new LocalServer()) {
            server.serve("/x", LocalServer.upTo(new byte[300_000], "", 70_000));
            Web web = server.web();
            for (int i = 0; i < 100; i++) {
                try (Answer answer = web.get(server.uri("/x"), Map.of())) {
                    assertEquals(70_000, answer.body().readNBytes(70_000).length);
                    assertThrows(IOException.class, () -> answer.body().read());
                }
            }
        }
    }
}
