package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.Refusal;

/** Listings of servers that lie, mean harm or fall silent. */
class HubTest {
    private static final String AT = "/api/models/a/b/revision/main";

    private final CountDownLatch end = new CountDownLatch(1);
    private LocalServer server;

    @BeforeEach
    void start() throws IOException {
        server = new LocalServer();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.close();
    }

    private Listing list(Duration silence, Duration longest) {
        Patience patience = new Patience(1, Duration.ofMillis(1), silence);
        Server named = new Server(server.uri(), Hub.VARIABLE, true);
        Hub hub = new Hub(server.uri(), new Web(Token.none(), named, Map.of(), patience, longest));
        return hub.list(Source.parse("a/b", server.uri()));
    }

    private String refused() {
        return assertThrows(Refusal.class, () -> list(Duration.ofMillis(400), Duration.ofSeconds(2)))
                .getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NESTED",
                "{\"siblings\":[{\"rfilename\":\"x.safetensors\",\"size\":1e99999999999}]}",
                "{\"siblings\":[{\"rfilename\":\"x.safetensors\",\"size\":9223372036854775808}]}",
                "{\"siblings\":{}}",
                "[]",
                ""
            })
    void whatIsNoListingIsToldAsThat(String text) {
        server.serve(AT, LocalServer.text(text.replace("NESTED", nested()), "application/json"));
        String told = refused();
        assertTrue(told.contains("does not answer as a server of models does"), told);
    }

    private static String nested() {
        return "[".repeat(300_000) + "]".repeat(300_000);
    }

    /** The sum of two is none that a number holds. */
    @Test
    void nobodyHasRoomForSizesThatNothingHas() {
        String huge = "{\"rfilename\":\"%s.safetensors\",\"size\":9223372036854775807}";
        server.serve(
                AT,
                LocalServer.text(
                        "{\"siblings\":[" + huge.formatted("x") + "," + huge.formatted("y") + "]}",
                        "application/json"));
        long bytes = list(Duration.ofMinutes(1), Duration.ofMinutes(1)).bytes();
        assertEquals(Long.MAX_VALUE, bytes);
        assertFalse(LocalDisk.isRoom(bytes, Long.MAX_VALUE - 1));
    }

    /** Answers with its headers and a first byte, and with one more after each so many milliseconds; 0 for none. */
    private void silent(long each) {
        server.serve(AT, exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            try {
                do {
                    LocalServer.send(exchange, new byte[] {'['});
                } while (!end.await(each == 0 ? 60_000 : each, java.util.concurrent.TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() {
        silent(0);
        String told = refused();
        assertTrue(told.contains("it began to answer, and then nothing came"), told);
    }

    @Test
    void aListingThatComesByteByByteIsGivenUp() {
        silent(50);
        String told = refused();
        assertTrue(told.contains("it was not whole after 2 s"), told);
    }

    /** Before the answer begins, within it, and while it drips. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 50})
    void whatIsNotWantedAnyMoreIsNotWaitedFor(long each) {
        if (each < 0)
            server.serve(AT, exchange -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        else silent(each);
        AtomicInteger asked = new AtomicInteger();
        Duration hour = Duration.ofHours(1);
        assertThrows(
                CancellationException.class,
                () -> StillWanted.during(() -> asked.incrementAndGet() < 4, () -> list(hour, hour)));
        assertTrue(StillWanted.here().getAsBoolean(), "it is forgotten afterwards");
    }

    @ParameterizedTest
    @CsvSource({
        "https://civitai.com/api/download/models/1?type=Model&token=SECRET9, token",
        "https://example.org/x.safetensors?X-Amz-Expires=9&X-Amz-Signature=SECRET9&a=b, X-Amz-Signature",
        "https://example.org/x.safetensors?api_key=SECRET9, api_key",
        "https://example.org/x.safetensors?Access-Token=SECRET9, Access-Token",
        "https://example.org/x.safetensors?sig=SECRET9, sig"
    })
    void anAddressWithAKeyIsRefusedAndNotShown(String address, String name) {
        String told = assertThrows(Refusal.class, () -> Web.address(address)).getMessage();
        assertTrue(told.contains("holds a key ('" + name + "')") && told.contains("models add"), told);
        assertFalse(told.contains("SECRET9"), told);
        assertFalse(Links.shown("see " + address + "'.").contains("SECRET9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://civitai.com/api/download/models/1?type=Model&format=SafeTensor",
                "https://example.org/x.safetensors?download=true&monkey=1&design=2",
                "https://example.org/token=1/x.safetensors"
            })
    void otherPartsOfAnAddressStay(String address) {
        assertEquals(address, Web.address(address).toString());
        assertEquals(address, Links.shown(address));
    }

    /** The server of models itself sends on to addresses that are signed for an hour. */
    @Test
    void aSignedAddressIsFollowed() {
        server.serve(AT, LocalServer.redirect("/cdn?X-Amz-Signature=abc"));
        server.serve("/cdn", LocalServer.text("{\"siblings\":[]}", "application/json"));
        assertEquals(
                List.of(), list(Duration.ofMinutes(1), Duration.ofMinutes(1)).files());
    }

    @Test
    void noLicenceIsAPage() {
        assertEquals("html img src='http://x/y'", new Licence("<html><img src='http://x/y'>", "").id());
    }
}
