package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.pipeline.Progress;

/** A large file that cannot be used is refused by its header, before it comes; nothing else changes by the look at it. */
class HeaderLookTest {
    private static final int NUMBERS = 40 << 20;
    private static final String FLUX = "double_blocks.0.img_attn.norm.key_norm.scale";
    private static final Patience SHORT = new Patience(2, Duration.ofMillis(1), Duration.ofSeconds(20));

    @TempDir
    private Path folder;

    private LocalServer server;
    private ModelStore store;
    private final AtomicLong sent = new AtomicLong();

    @BeforeEach
    void open() throws Exception {
        server = new LocalServer();
        store = new ModelStore(folder.resolve("models"), Map.of("HF_ENDPOINT", server.uri() + "/"), SHORT);
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** Sends a file piece by piece and counts what is taken of it. */
    private LocalServer.Reply counted(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            for (int at = 0; at < content.length; at += 1 << 16) {
                int size = Math.min(1 << 16, content.length - at);
                exchange.getResponseBody().write(content, at, size);
                sent.addAndGet(size);
            }
        };
    }

    private String refused(String what) {
        Offer offer = store.offer(what, "", true, "");
        return assertThrows(Refusal.class, () -> store.download(offer, "", offer.licence(), Progress.NONE))
                .getMessage();
    }

    private List<String> left() throws IOException {
        try (var all = Files.list(folder.resolve("models"))) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".lock-"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsOfNoUseDoesNotCome() throws Exception {
        byte[] flux = LocalHub.weights(FLUX, NUMBERS);
        LocalHub.serve(server, "a/flux", "mit", Map.of("x.safetensors", flux));
        assertEquals(
                "a/flux cannot be used here: It is Flux, which cannot be used here. It was not installed.",
                refused("a/flux"));
        server.serve("/flux.safetensors", counted(flux));
        String told = refused(server.uri() + "/flux.safetensors");
        assertTrue(told.endsWith("It is Flux, which cannot be used here. It was not installed."), told);
        assertTrue(sent.get() < flux.length, "all of it came");
        assertEquals(List.of("licences.json"), left());
    }

    /** What cannot be judged by its beginning comes, or is told, as ever. */
    @Test
    void allElseIsLeftToTheTransfer() throws Exception {
        byte[] lora = LocalHub.lora(NUMBERS);
        LocalHub.serve(server, "a/style", "mit", Map.of("x.safetensors", lora));
        String file = "/a/style/resolve/" + LocalHub.COMMIT + "/x.safetensors";
        Offer offer = store.offer("a/style", "", true, "");
        assertThrows(
                CancellationException.class,
                () -> store.download(offer, "", "mit", (done, total, message) -> done == 0));
        assertEquals(2, server.times(file), "one look, one transfer");
        assertEquals(List.of("licences.json", "partial-style"), left());
        store.remove("style");
        byte[] flux = LocalHub.weights(FLUX, NUMBERS);
        LocalHub.serve(server, "a/flux", "mit", Map.of("x.safetensors", flux));
        for (Map.Entry<String, LocalServer.Reply> bad : Map.of(
                        "the error 500", LocalServer.status(500),
                        "a web page", LocalServer.text("<html>sign in</html>", "text/html"))
                .entrySet()) {
            server.serve(file.replace("style", "flux"), bad.getValue());
            String told = refused("a/flux");
            assertTrue(told.contains(bad.getKey()), told);
        }
        Offer broken = store.offer("a/flux", "", true, "");
        for (int bytes : new int[] {0, 4, 40}) {
            server.serve(file.replace("style", "flux"), LocalServer.upTo(flux, "", bytes));
            HeaderLook.require(server.web(), SHORT, broken);
        }
    }

    /** A server that falls silent holds nobody up who stops, nor the transfer. */
    @Test
    void aSilentServerIsLeft() throws Exception {
        byte[] flux = LocalHub.weights(FLUX, NUMBERS);
        server.serve("/flux.safetensors", counted(flux));
        Offer offer = store.offer(server.uri() + "/flux.safetensors", "", true, "");
        server.serve("/flux.safetensors", exchange -> {
            exchange.sendResponseHeaders(200, flux.length);
            exchange.getResponseBody().write(flux, 0, 4);
            exchange.getResponseBody().flush();
            LockSupport.parkNanos(Duration.ofSeconds(30).toNanos());
        });
        long begin = System.nanoTime();
        assertThrows(
                CancellationException.class,
                () -> StillWanted.during(
                        () -> System.nanoTime() - begin < Duration.ofSeconds(1).toNanos(),
                        () -> store.download(offer, "", offer.licence(), Progress.NONE)));
        Patience less = new Patience(1, Duration.ofMillis(1), Duration.ofMillis(300));
        HeaderLook.require(server.web(), less, offer);
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(15).toNanos(), "it was waited for");
    }
}
