package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.*;
import static org.prompttoprompt.store.LocalServer.bytes;
import static org.prompttoprompt.store.LocalServer.redirect;
import static org.prompttoprompt.store.LocalServer.saying;
import static org.prompttoprompt.store.LocalServer.status;
import static org.prompttoprompt.store.LocalServer.text;
import static org.prompttoprompt.store.LocalServer.upTo;
import static org.prompttoprompt.store.LocalServer.whole;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.Meter;

/** One file from servers that break off, lie, send on, and send something else. */
class FileTransferTest {
    private static final Meter ON = (done, total) -> true;
    private static final Patience SHORT = new Patience(3, Duration.ofMillis(1), Duration.ofMillis(400));
    private static final byte[] CONTENT = content(300_000, 1);
    private static final String AT = "/model.safetensors";

    @TempDir
    private Path folder;

    private LocalServer server;
    private Path target;

    private static byte[] content(int size, long seed) {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        return content;
    }

    static Optional<Checksum> sum(byte[] content) throws Exception {
        return Checksum.of(
                Checksum.Kind.SHA256,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    }

    @BeforeEach
    void open() throws Exception {
        server = new LocalServer();
        target = folder.resolve("model.safetensors");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private FileTransfer transfer(URI from, long size, Optional<Checksum> sum, Meter meter) {
        Web web = server.web();
        return new FileTransfer(web, SHORT, new RemoteFile("model.safetensors", from, size, sum), target, meter);
    }

    private Checksum bring(long size, Optional<Checksum> sum) {
        return transfer(server.uri(AT), size, sum, ON).run();
    }

    private void requireWhole() throws Exception {
        assertArrayEquals(CONTENT, Files.readAllBytes(target));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "something was left");
        }
    }

    private String refused(long size, Optional<Checksum> sum) {
        String message = assertThrows(Refusal.class, () -> bring(size, sum)).getMessage();
        assertFalse(Files.exists(target), message);
        return message;
    }

    @Test
    void aFileComesWithItsSumWhetherItWasKnownOrNot() throws Exception {
        server.serve(AT, bytes(CONTENT, "\"1\""));
        assertEquals(sum(CONTENT).get(), bring(CONTENT.length, sum(CONTENT)));
        requireWhole();
        Files.delete(target);
        assertEquals(sum(CONTENT).get(), bring(-1, Optional.empty()));
        requireWhole();
    }

    @Test
    void anEmptyFileComesAsItIs() throws Exception {
        server.serve(AT, text("", "application/octet-stream"));
        assertEquals(sum(new byte[0]).get(), bring(0, Optional.empty()));
        assertEquals(0, Files.size(target));
    }

    /** SHA-1 of "blob 5\0hello", as `git hash-object` prints it for a file of these five letters. */
    @Test
    void smallFilesOfRepositoriesHaveGitsSum() throws Exception {
        server.serve(AT, bytes("hello".getBytes(), ""));
        Optional<Checksum> git = Checksum.of(Checksum.Kind.GIT, "b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0");
        bring(5, git);
        assertEquals("hello", Files.readString(target));
        Files.delete(target);
        server.serve(AT, bytes("jello".getBytes(), ""));
        assertTrue(refused(5, git).contains("check sum"));
    }

    @Test
    void aConnectionThatBreaksOffIsGoneOnWith() throws Exception {
        server.serve(AT, upTo(CONTENT, "\"1\"", 70_000));
        bring(CONTENT.length, sum(CONTENT));
        requireWhole();
        assertEquals(5, server.asked.size());
        assertEquals("bytes=70000-", server.asked.get(1).header("range"));
        Files.delete(target);
        server.asked.clear();
        bring(-1, Optional.empty());
        requireWhole();
        assertEquals("\"1\"", server.asked.get(1).header("if-range"));
    }

    /** What has come counts: a line that only breaks often is not waited for. A server that ends each connection at once is. */
    @Test
    void onALineThatBreaksOftenNothingIsWaitedFor() throws Exception {
        byte[] large = content(5_000_000, 2);
        server.serve(AT, upTo(large, "\"1\"", 2_000_000));
        Patience anHour = new Patience(3, Duration.ofHours(1), Duration.ofSeconds(20));
        RemoteFile file = new RemoteFile("model.safetensors", server.uri(AT), large.length, sum(large));
        assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> new FileTransfer(server.web(), anHour, file, target, ON).run());
        assertEquals(3, server.asked.size());
        Patience second = new Patience(3, Duration.ofSeconds(1), Duration.ofSeconds(20));
        long nanos = Duration.ofSeconds(1).toNanos();
        assertEquals(nanos, second.waiting(0, 10, 0), "ended after a few bytes");
        assertEquals(nanos / 4, second.waiting(0, 10, 3 * nanos / 4), "a second from begin to begin");
        assertEquals(0, second.waiting(0, 10, 2 * nanos), "a slow line that breaks");
        assertEquals(0, second.waiting(0, Patience.ENOUGH, 0), "a fast line that breaks");
        assertEquals(4 * nanos, second.waiting(3, 0, 9 * nanos), "nothing comes: each time twice as long");
        assertEquals(4 * nanos, second.waiting(3, -5000, 9 * nanos), "it had to be begun anew");
    }

    /** Each connection is ended after some bytes: no more than one is begun in the time of a pause. */
    @Test
    void aServerThatEndsEachConnectionIsNotPressed() throws Exception {
        server.serve(AT, upTo(CONTENT, "\"1\"", 70_000));
        Patience slow = new Patience(3, Duration.ofMillis(150), Duration.ofSeconds(20));
        long begin = System.nanoTime();
        RemoteFile file = new RemoteFile("model.safetensors", server.uri(AT), CONTENT.length, sum(CONTENT));
        new FileTransfer(server.web(), slow, file, target, ON).run();
        assertEquals(5, server.asked.size());
        long took = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        assertTrue(took >= 4 * 150, took + " ms");
        requireWhole();
    }

    @Test
    void aLaterProcessGoesOnWhereOneWasStopped() throws Exception {
        server.serve(AT, bytes(CONTENT, "\"1\""));
        AtomicInteger chunks = new AtomicInteger();
        FileTransfer stopped =
                transfer(server.uri(AT), CONTENT.length, sum(CONTENT), (done, total) -> chunks.incrementAndGet() < 2);
        assertThrows(CancellationException.class, stopped::run);
        assertFalse(Files.exists(target));
        long there = Files.size(folder.resolve("model.safetensors.part"));
        assertTrue(there > 0 && there < CONTENT.length, there + " bytes");
        bring(CONTENT.length, sum(CONTENT));
        requireWhole();
        assertEquals("bytes=" + there + "-", server.asked.get(1).header("range"));
    }

    @Test
    void withoutASumAnotherVersionIsBegunAnew() throws Exception {
        byte[] other = content(CONTENT.length, 2);
        server.serve(AT, upTo(other, "\"other\"", 70_000));
        assertThrows(
                CancellationException.class,
                transfer(server.uri(AT), -1, Optional.empty(), (done, total) -> done < 70_000)::run);
        server.serve(AT, bytes(CONTENT, "\"1\""));
        bring(-1, Optional.empty());
        requireWhole();
    }

    /** The halves of two versions do not have the sum; then all is asked for once more. */
    @Test
    void withASumHalvesOfTwoVersionsAreFoundOut() throws Exception {
        Files.write(folder.resolve("model.safetensors.part"), content(50_000, 2));
        server.serve(AT, bytes(CONTENT, "\"1\""));
        bring(CONTENT.length, sum(CONTENT));
        requireWhole();
        assertEquals(2, server.asked.size());
        assertEquals("", server.asked.get(1).header("range"));
    }

    @Test
    void aServerWithoutRangesBeginsAnew() throws Exception {
        Files.write(folder.resolve("model.safetensors.part"), content(50_000, 2));
        server.serve(AT, whole(CONTENT));
        bring(CONTENT.length, sum(CONTENT));
        requireWhole();
        assertEquals("bytes=50000-", server.asked.get(0).header("range"));
    }

    @Test
    void anotherPartThanThatAskedForIsNotTaken() throws Exception {
        Files.write(folder.resolve("model.safetensors.part"), java.util.Arrays.copyOf(CONTENT, 50_000));
        server.serve(AT, exchange -> {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                exchange.getResponseHeaders().set("Content-Range", "bytes 60000-299999/300000");
                exchange.sendResponseHeaders(206, 240_000);
                LocalServer.send(exchange, java.util.Arrays.copyOfRange(CONTENT, 60_000, 300_000));
            } else {
                whole(CONTENT).to(exchange);
            }
        });
        bring(CONTENT.length, sum(CONTENT));
        requireWhole();
    }

    @Test
    void whatWasWholeBeforeItWasRenamedIsOnlyChecked() throws Exception {
        Files.write(folder.resolve("model.safetensors.part"), CONTENT);
        bring(CONTENT.length, sum(CONTENT));
        requireWhole();
        assertEquals(0, server.asked.size());
        Files.delete(target);
        Files.write(folder.resolve("model.safetensors.part"), CONTENT);
        server.serve(AT, bytes(CONTENT, "\"1\""));
        bring(-1, sum(CONTENT));
        requireWhole();
    }

    @Test
    void lengthsThatAreLiesAreRefused() throws Exception {
        server.serve(AT, saying(CONTENT.length - 5, java.util.Arrays.copyOf(CONTENT, CONTENT.length - 5)));
        assertTrue(refused(CONTENT.length, sum(CONTENT)).contains("299995 bytes, not of 300000"));
        byte[] longer = java.util.Arrays.copyOf(CONTENT, CONTENT.length + 7);
        server.serve(AT, saying(0, longer));
        assertTrue(refused(CONTENT.length, sum(CONTENT))
                .contains("sends more of 'model.safetensors' than its 300000 bytes"));
        server.serve(AT, saying(CONTENT.length + 5L, CONTENT));
        String message = refused(-1, Optional.empty());
        assertTrue(message.matches("(?s).* broke off at .* of 'model.safetensors', .*"), message);
        Path part = folder.resolve("model.safetensors.part");
        assertArrayEquals(CONTENT, Files.readAllBytes(part), "what has come is kept");
    }

    @Test
    void aWrongSumIsRefusedAfterASecondTry() throws Exception {
        server.serve(AT, bytes(content(CONTENT.length, 2), "\"2\""));
        String message = refused(CONTENT.length, sum(CONTENT));
        assertTrue(message.contains("downloaded twice and is not what it should be"), message);
        assertEquals(2, server.asked.size());
        Path part = folder.resolve("model.safetensors.part");
        assertFalse(Files.exists(part));
        // What a killed process has left was not downloaded by this one.
        Files.write(part, content(CONTENT.length, 3));
        server.asked.clear();
        message = refused(CONTENT.length, sum(CONTENT));
        assertTrue(message.contains(" came before, has come once more now and is not what it should be"), message);
        assertEquals(1, server.asked.size());
        assertFalse(Files.exists(part));
    }

    @Test
    void aWebPageIsNoModel() throws Exception {
        server.serve(AT, text("<html>Please log in to the network</html>", "text/html; charset=utf-8"));
        assertTrue(refused(-1, Optional.empty()).contains("sends a web page in place of 'model.safetensors'"));
        server.serve(AT, text("\n <!DOCTYPE HTML><p>500", "application/octet-stream"));
        assertTrue(refused(-1, Optional.empty()).contains("sends a web page"));
        // Its length is not that of the file, which is no other version for that.
        assertTrue(refused(CONTENT.length, Optional.empty()).contains("sends a web page in place of"));
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        server.serve(AT, exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            LocalServer.send(exchange, java.util.Arrays.copyOf(CONTENT, 1000));
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(refused(-1, Optional.empty()).contains("broke off at 1 kB of 300 kB"));
        end.countDown();
    }

    @Test
    void aSilentDownloadCanBeStopped() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        server.serve(AT, exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            LocalServer.send(exchange, java.util.Arrays.copyOf(CONTENT, 1000));
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Web web = server.web();
        Patience long_ = new Patience(3, Duration.ofMillis(1), Duration.ofHours(1));
        RemoteFile file = new RemoteFile("model.safetensors", server.uri(AT), -1, Optional.empty());
        FileTransfer transfer =
                new FileTransfer(web, long_, file, target, (done, total) -> asked.incrementAndGet() < 4);
        assertThrows(CancellationException.class, transfer::run);
        end.countDown();
    }

    @Test
    void errorsOfTheServerAreTriedAgainAndTold() throws Exception {
        AtomicInteger times = new AtomicInteger();
        server.serve(AT, exchange -> {
            if (times.incrementAndGet() == 1) status(503).to(exchange);
            else whole(CONTENT).to(exchange);
        });
        bring(CONTENT.length, sum(CONTENT));
        requireWhole();
        Files.delete(target);
        server.serve(AT, status(500));
        assertTrue(refused(-1, Optional.empty()).contains("It answers with the error 500."));
        server.serve(AT, status(416));
        assertTrue(refused(-1, Optional.empty()).contains("It answers with the error 416."));
        server.serve(AT, status(404));
        assertTrue(refused(-1, Optional.empty()).contains("has no 'model.safetensors' (404)"));
        server.serve(AT, status(429));
        assertTrue(refused(-1, Optional.empty()).contains("wait some minutes"));
        for (int later : new int[] {202, 408, 425}) {
            server.serve(AT, status(later));
            assertTrue(refused(-1, Optional.empty()).contains("now (" + later + "): try again later."));
        }
    }

    /** Waiting mends none of these. */
    @Test
    void answersThatAreNoFilesAreToldAsTheyAre() {
        for (Object[] one : new Object[][] {
            {204, "has an answer to 'model.safetensors', but no file (204)"},
            {206, "has a part of 'model.safetensors', but was asked for all of it (206)"},
            {302, "sends on from 'model.safetensors' without saying where to (302)"},
            {304, "sends on from 'model.safetensors' without saying where to (304)"},
            {400, "refuses to be asked for 'model.safetensors' (400)"},
            {451, "refuses to be asked for 'model.safetensors' (451)"}
        }) {
            server.serve(AT, status((int) one[0]));
            server.asked.clear();
            assertEquals(
                    server.uri().getAuthority() + " " + one[1]
                            + ": waiting does not mend that. Look whether HF_ENDPOINT"
                            + " names it right, or open it in a browser: the server may be set up wrongly.",
                    refused(-1, Optional.empty()));
            assertEquals(1, server.asked.size(), "asked again");
        }
        server.serve(AT, redirect(server.otherName() + "/there"));
        server.serve("/there", status(204));
        assertTrue(refused(-1, Optional.empty()).contains("Look whether its name is written right"));
    }

    @Test
    void redirectsAreFollowedButNotToWhereOthersListen() throws Exception {
        server.serve("/there", bytes(CONTENT, "\"1\""));
        server.serve(AT, redirect("there"));
        bring(CONTENT.length, sum(CONTENT));
        requireWhole();
        Files.delete(target);
        server.serve(AT, redirect(server.otherName() + "/there"));
        bring(CONTENT.length, sum(CONTENT));
        requireWhole();
        Files.delete(target);
        server.serve(AT, redirect("/second"));
        server.serve("/second", redirect(server.otherName() + "/third"));
        server.serve("/third", redirect("/there"));
        bring(CONTENT.length, sum(CONTENT));
        requireWhole();
        Files.delete(target);
        server.serve(AT, redirect(AT));
        assertTrue(refused(-1, Optional.empty()).contains("in a circle"));
        server.serve(AT, redirect("file:///etc/passwd"));
        assertTrue(refused(-1, Optional.empty())
                .contains("sends on from http to file:, which is no address of the web: it is"));
        server.serve(AT, redirect("ftp://127.0.0.1/model"));
        assertTrue(refused(-1, Optional.empty()).contains("sends on from http to ftp://127.0.0.1"));
        URI secure = URI.create("https://hub.example.org/a/b");
        assertEquals(
                "https://cdn.example.org/c",
                Redirect.to(secure, "https://cdn.example.org/c").toString());
        URI port = URI.create("https://hub.example.org:8443/a/b");
        String lessSafe = assertThrows(Refusal.class, () -> Redirect.to(port, "http://cdn.example.org:81/c"))
                .getMessage();
        assertTrue(
                lessSafe.startsWith(
                        "hub.example.org:8443 sends on from https to http://cdn.example.org:81, where others"),
                lessSafe);
        assertThrows(Refusal.class, () -> Redirect.to(secure, "https://"));
    }

    @Test
    void aServerThatIsNotThereIsToldAtOnce() throws Exception {
        URI gone = server.uri(AT);
        server.close();
        String message = assertThrows(Refusal.class, transfer(gone, -1, Optional.empty(), ON)::run)
                .getMessage();
        // No network and no proxy lies between.
        assertEquals(
                gone.getAuthority()
                        + " cannot be reached (nobody answers there): look whether the server on this computer"
                        + " runs, and whether HF_ENDPOINT names it right, the port too.",
                message);
    }

    /** Names under .invalid are nobody's (RFC 2606). */
    @Test
    void aNameThatNobodyKnowsIsToldWithItsCureAndWhatHasComeIsKept() throws Exception {
        Path part = folder.resolve("model.safetensors.part");
        Files.write(part, java.util.Arrays.copyOf(CONTENT, 50_000));
        URI nowhere = URI.create("http://files.invalid" + AT);
        String message = assertThrows(Refusal.class, transfer(nowhere, CONTENT.length, sum(CONTENT), ON)::run)
                .getMessage();
        assertEquals(
                "files.invalid cannot be reached (no server of that name is known): look whether its name is written"
                        + " right, whether this computer is online, and whether it needs a proxy (HTTP_PROXY in the"
                        + " environment, in Fiji Edit > Options > Proxy Settings...).",
                message);
        server.serve(AT, redirect("http://cdn.invalid/x"));
        message = refused(CONTENT.length, sum(CONTENT));
        assertTrue(
                message.startsWith("cdn.invalid, to which " + server.uri().getAuthority()
                        + " sends on, cannot be reached (no server of that name is known): look whether this computer"),
                message);
        assertEquals(50_000, Files.size(part));
        server.asked.clear();
        server.serve(AT, bytes(CONTENT, "\"1\""));
        bring(CONTENT.length, sum(CONTENT));
        requireWhole();
        assertEquals("bytes=50000-", server.asked.get(0).header("range"));
    }

    /** The name is lost in the middle, as where a cable is pulled: it is asked for again, and gone on with. */
    @Test
    void aNameThatIsLostInTheMiddleIsAskedForAgain() throws Exception {
        AtomicInteger times = new AtomicInteger();
        server.serve(AT, exchange -> {
            int time = times.incrementAndGet();
            if (time == 2) redirect("http://cdn.invalid/x").to(exchange);
            else upTo(CONTENT, "\"1\"", time == 1 ? 70_000 : CONTENT.length).to(exchange);
        });
        bring(CONTENT.length, sum(CONTENT));
        requireWhole();
        assertEquals(3, times.get());
        assertEquals("bytes=70000-", server.asked.get(2).header("range"));
    }

    @Test
    void aProxyThatIsNotThereIsNamedAndNotTheServer() throws Exception {
        for (String variable : List.of("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"))
            assertEquals(
                    "The proxy proxy.invalid:3128, through which hub.example.org is asked, cannot be reached (no server"
                            + " of that name is known): look whether the proxy is named right (" + variable
                            + " in the environment), and whether this computer is online.",
                    throughProxy(Map.of(variable, "http://me:secret@proxy.invalid:3128")));
        System.setProperty("http.proxyHost", "proxy.invalid");
        try {
            String message = throughProxy(Map.of("http_proxy", "other.invalid"));
            assertTrue(
                    message.startsWith("The proxy proxy.invalid:80, through which")
                            && message.contains(
                                    "named right (http.proxyHost, a setting of Java; in Fiji Edit > Options"),
                    message);
        } finally {
            System.clearProperty("http.proxyHost");
        }
    }

    private String throughProxy(Map<String, String> environment) {
        Web web = new Web(Token.none(), new Server(server.uri(), Hub.VARIABLE, false), environment);
        RemoteFile file = new RemoteFile("x.safetensors", URI.create("http://hub.example.org/x"), -1, Optional.empty());
        return assertThrows(Refusal.class, new FileTransfer(web, SHORT, file, target, ON)::run)
                .getMessage();
    }

    @Test
    void pathsThatLeadOutOfTheFolderAreRefused() {
        for (String path :
                new String[] {"../x", "/etc/x", "a/../../x", "a\\b", "C:x", "", "a//b", "a/. /b", "x\0", ". "})
            assertThrows(Refusal.class, () -> new RemoteFile(path, server.uri(), 1, Optional.empty()), path);
        new RemoteFile("unet/model-00001-of-2.safetensors", server.uri(), 1, Optional.empty());
    }
}
