package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;

/** Servers that answer in no HTTP, as those of SSH, of mail and of data bases do. */
class OtherProtocolTest {
    private static final Patience SHORT = new Patience(3, Duration.ofMillis(1), Duration.ofSeconds(20));
    private static final String SSH = "SSH-2.0-OpenSSH_9.6\r\n";

    @TempDir
    private Path folder;

    /** Answers each connection with the same bytes, and then says no more. */
    private static final class Talking implements AutoCloseable {
        final AtomicInteger connections = new AtomicInteger();
        private final ServerSocket socket = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());

        Talking(String says) throws IOException {
            Thread thread = new Thread(() -> {
                try {
                    while (true) begin(socket.accept(), says.getBytes(StandardCharsets.ISO_8859_1));
                } catch (SocketException closed) {
                    // The test is over.
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private void begin(Socket one, byte[] says) {
            connections.incrementAndGet();
            Thread talk = new Thread(() -> talk(one, says));
            talk.setDaemon(true);
            talk.start();
        }

        private static void talk(Socket one, byte[] says) {
            try (one) {
                InputStream in = one.getInputStream();
                in.read(new byte[4096]);
                one.getOutputStream().write(says);
                one.shutdownOutput();
                while (in.read(new byte[4096]) >= 0) continue;
            } catch (IOException gone) {
                // The client has hung up.
            }
        }

        int port() {
            return socket.getLocalPort();
        }

        URI uri(String scheme) {
            return URI.create(scheme + "://127.0.0.1:" + port());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private String refused(URI from, Server server, Map<String, String> environment) {
        Web web = new Web(Token.none(), server, environment);
        RemoteFile file = new RemoteFile("x.safetensors", from, -1, Optional.empty());
        return assertThrows(
                        Refusal.class,
                        new FileTransfer(web, SHORT, file, folder.resolve("x.safetensors"), (done, total) -> true)::run)
                .getMessage();
    }

    private String refused(Talking talking, String scheme) {
        Server other = new Server(URI.create("https://hub.example.org"), Hub.VARIABLE, false);
        return refused(URI.create(talking.uri(scheme) + "/x.safetensors"), other, Map.of());
    }

    @Test
    void itIsToldWithThePortAndAskedOnce() throws Exception {
        for (String says : new String[] {SSH, "220 mail.example.org ESMTP\r\n", "J\0\0\0\n8.0.36\0", "no line"}) {
            try (Talking talking = new Talking(says)) {
                assertEquals(
                        "What answers at 127.0.0.1:" + talking.port()
                                + " speaks no HTTP, and is a server of another kind: look whether its address is"
                                + " right, the port too.",
                        refused(talking, "http"),
                        says);
                assertEquals(1, talking.connections.get(), "asked again: " + says);
            }
        }
    }

    @Test
    void ofASecuredAddressItIsToldToo() throws Exception {
        try (Talking talking = new Talking(SSH)) {
            assertTrue(refused(talking, "https")
                    .startsWith("What answers at 127.0.0.1:" + talking.port() + " speaks no HTTPS, and is a"));
        }
    }

    /** A line that begins as one of HTTP does, or none at all, may be a bad connection. */
    @Test
    void whereItIsNotSureTheConnectionBrokeOff() throws Exception {
        for (String says : new String[] {"", "HT", "HTTP/1.1 ", "HTTP/1.1 many\r\n\r\n", "\r\n"}) {
            try (Talking talking = new Talking(says)) {
                String message = refused(talking, "http");
                assertTrue(message.startsWith("The connection to 127.0.0.1 broke off"), says + message);
                assertTrue(talking.connections.get() >= SHORT.attempts(), says);
            }
        }
    }

    @Test
    void theSettingThatNamesItIsTold() throws Exception {
        try (Talking talking = new Talking(SSH)) {
            ModelStore store = new ModelStore(
                    folder.resolve("models"),
                    Map.of(Hub.VARIABLE, talking.uri("http").toString()),
                    SHORT);
            String message = assertThrows(Refusal.class, () -> store.offer("a/b", "", true, ""))
                    .getMessage();
            assertTrue(message.endsWith(": look whether HF_ENDPOINT names it right, the port too."), message);
            assertFalse(Files.exists(folder.resolve("models")));
            EngineStore engine = new EngineStore(
                    Map.of(EngineFiles.VARIABLE, talking.uri("http").toString()),
                    SHORT,
                    "linux-x86_64",
                    Optional.empty());
            message = assertThrows(Refusal.class, engine::offer).getMessage();
            assertTrue(message.contains("speaks no HTTP") && message.contains(EngineFiles.VARIABLE), message);
        }
    }

    @Test
    void aProxyIsToldAsThat() throws Exception {
        try (Talking talking = new Talking(SSH)) {
            String message = refused(
                    URI.create("http://hub.example.org/x.safetensors"),
                    new Server(URI.create("https://hub.example.org"), Hub.VARIABLE, false),
                    Map.of("http_proxy", "127.0.0.1:" + talking.port()));
            assertTrue(
                    message.startsWith("What answers at the proxy 127.0.0.1:" + talking.port()
                            + ", through which hub.example.org is asked, speaks no HTTP: look whether the proxy is"
                            + " named right (http_proxy"),
                    message);
        }
    }

    /** Java's client knows no SOCKS, and would speak HTTP to it. */
    @Test
    void aProxyOfSocksIsRefusedBeforeAnythingIsSent() throws Exception {
        Server other = new Server(URI.create("https://hub.example.org"), Hub.VARIABLE, false);
        try (Talking talking = new Talking("\5\0")) {
            for (String scheme : new String[] {"socks5", "socks5h", "socks4", "socks4a", "socks", "SOCKS5"})
                for (String variable : new String[] {"ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"}) {
                    String proxy = "127.0.0.1:" + talking.port();
                    String message = refused(
                            URI.create("https://hub.example.org/x.safetensors"),
                            other,
                            Map.of(variable, scheme + "://me:secret@" + proxy));
                    assertTrue(
                            message.startsWith(
                                    variable + " in the environment names the proxy '" + scheme + "://" + proxy
                                            + "', which is a SOCKS proxy, and only HTTP proxies are spoken to here. Name one in "
                                            + (variable.equals("https_proxy") ? variable : "HTTPS_PROXY")),
                            message);
                    assertTrue(
                            message.contains("hub.example.org can be reached without one, name it in NO_PROXY"),
                            message);
                }
            String message = refused(
                    URI.create("http://hub.example.org/x"),
                    other,
                    Map.of("HTTP_PROXY", "ftp://127.0.0.1:" + talking.port()));
            assertTrue(message.contains("which is none of HTTP, and") && message.contains("in HTTP_PROXY"), message);
            assertEquals(0, talking.connections.get());
        }
    }

    @Test
    void aProxyOfSocksThatJavasSettingsNameIsNotSaidToBeUsed() throws Exception {
        Server other = new Server(URI.create("https://hub.example.org"), Hub.VARIABLE, false);
        URI nowhere = URI.create("http://files.invalid/x");
        try (Talking talking = new Talking("\5\0")) {
            System.setProperty("socksProxyHost", "127.0.0.1");
            System.setProperty("socksProxyPort", String.valueOf(talking.port()));
            String message = refused(nowhere, other, Map.of());
            assertTrue(message.startsWith("files.invalid cannot be reached (no server of that name"), message);
            assertTrue(
                    message.endsWith(
                            " The SOCKS proxy of Java's settings (socksProxyHost) is not used: name an HTTP proxy."),
                    message);
            message = refused(nowhere, other, Map.of("HTTP_PROXY", "proxy.invalid:3128"));
            assertTrue(message.startsWith("The proxy proxy.invalid:3128, through which files.invalid"), message);
            assertTrue(message.contains("(HTTP_PROXY in the environment)"), message);
            assertEquals(0, talking.connections.get());
        } finally {
            System.clearProperty("socksProxyHost");
            System.clearProperty("socksProxyPort");
        }
    }
}
