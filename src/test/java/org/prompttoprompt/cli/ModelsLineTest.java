package org.prompttoprompt.cli;

import static org.junit.jupiter.api.Assertions.*;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.pipeline.Progress;

/** Models on the command line, each call in a process of its own, one of which is killed in the middle of a download. */
class ModelsLineTest {
    private static final String ADDRESS = "/ink.safetensors";
    private static final int SIZE = 3_000_000;

    @TempDir
    private Path folder;

    private final AtomicBoolean slow = new AtomicBoolean();
    private final AtomicReference<String> range = new AtomicReference<>("");
    private byte[] content;
    private HttpServer server;

    private int started;

    private record Ended(int status, String out, String err) {}

    @BeforeEach
    void open() throws Exception {
        byte[] header = ("{\"lora_unet_x.lora_down.weight\":{\"dtype\":\"F16\",\"shape\":[1," + (SIZE / 2 - 1)
                        + "],\"data_offsets\":[0," + (SIZE - 2)
                        + "]},\"lora_unet_x.lora_up.weight\":{\"dtype\":\"F16\",\"shape\":[1,1],\"data_offsets\":["
                        + (SIZE - 2) + "," + SIZE + "]}}")
                .getBytes();
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        for (int i = 0; i < SIZE; i++) bytes.put((byte) (i * 31 + i / 1000));
        content = bytes.array();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext(ADDRESS, exchange -> {
            String asked = exchange.getRequestHeaders().getFirst("Range");
            int from = asked == null ? 0 : Integer.parseInt(asked.replaceAll("\\D", ""));
            if (from > 0) range.set(asked);
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            try (exchange) {
                for (int at = from; at < content.length; at += 100_000) {
                    exchange.getResponseBody().write(content, at, Math.min(100_000, content.length - at));
                    exchange.getResponseBody().flush();
                    if (slow.get() && at > 1_000_000) Thread.sleep(60_000);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        ((java.util.concurrent.ExecutorService) server.getExecutor()).shutdownNow();
    }

    private Process start(String... args) throws Exception {
        started++;
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CommandLine.class.getName(),
                "models"));
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(file("out")).redirectError(file("err"));
        builder.environment()
                .put("PROMPTTOPROMPT_MODELS", folder.resolve("models").toString());
        builder.environment().put("HF_HUB_CACHE", folder.resolve("hub").toString());
        builder.environment().put("HF_TOKEN", "hf_secret");
        builder.environment().put("HF_ENDPOINT", "http://127.0.0.1:1");
        builder.environment().put("PROMPTTOPROMPT_LIBTORCH", "http://127.0.0.1:1");
        return builder.start();
    }

    /** Returns what the last process tells: another one may still be at work and tell too. */
    private File file(String name) {
        return folder.resolve(name + started + ".txt").toFile();
    }

    private Ended run(String... args) throws Exception {
        Process process = start(args);
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it did not end");
        return new Ended(
                process.exitValue(),
                Files.readString(file("out").toPath()),
                Files.readString(file("err").toPath()));
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + ADDRESS;
    }

    private boolean hasCome(long bytes) {
        return folder.resolve("models/partial-ink/ink.safetensors.part")
                        .toFile()
                        .length()
                >= bytes;
    }

    /** A line of the progress above the table looks as if the list had broken off. */
    @Test
    void aListThatIsMadeAtOnceIsAllThatIsTold() throws Exception {
        Files.createDirectories(folder.resolve("hub/models--a--b/snapshots/c"));
        System.setProperty("HF_HUB_CACHE", folder.resolve("hub").toString());
        List<String> told = new ArrayList<>();
        long begin = System.nanoTime();
        String list;
        try {
            list = ModelsLine.run(List.of("list"), (done, total, message) -> told.add(message));
        } finally {
            System.clearProperty("HF_HUB_CACHE");
        }
        boolean slow = System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(2);
        assertTrue(told.isEmpty() || slow, told.toString());
        assertTrue(list.startsWith("NAME "), list);
    }

    @Test
    void whatComesFastIsNoLineForEachPercent() {
        List<Long> told = new ArrayList<>();
        Progress rarely = ModelsLine.rarely((done, total, message) -> told.add(done));
        long begin = System.nanoTime();
        for (long done = 0; done <= 100; done++) assertTrue(rarely.goOn(done, 100, "Checking sd15"));
        boolean slow = System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(2);
        assertTrue(told.equals(List.of(0L)) || slow, told.toString());
    }

    @Test
    void aKilledDownloadIsGoneOnWithByTheNextProcess() throws Exception {
        slow.set(true);
        Process killed = start("download", address(), "accept=unknown");
        for (int i = 0; i < 600 && !hasCome(1_000_000); i++) Thread.sleep(100);
        assertTrue(hasCome(1_000_000), Files.readString(file("err").toPath()));
        Ended second = run("download", address(), "accept=unknown");
        assertEquals(2, second.status(), "two at a time");
        assertTrue(second.err().contains("another ImageJ is busy with the model 'ink'"), second.err());
        Ended refused = run("remove", "ink");
        assertEquals(2, refused.status(), "a download that is going on was removed");
        assertTrue(refused.err().contains("another ImageJ is busy with the model 'ink'"), refused.err());
        Ended busy = run("clear");
        assertEquals(2, busy.status(), "nothing was removed");
        assertTrue(busy.err().contains("Nothing was removed.\n"), busy.err());
        Files.write(
                Files.createDirectories(folder.resolve("models/partial-old")).resolve("x.part"), new byte[2_000_000]);
        busy = run("clear");
        assertEquals(2, busy.status(), "one is left, and a script reads the status");
        assertTrue(
                busy.err().matches("(?s).*Removed what had come of old \\(2 MB\\)\\.\n.*busy with the model 'ink'.*"),
                busy.err());
        assertFalse(Files.exists(folder.resolve("models/partial-old")));
        assertTrue(run("list").out().matches("(?s).*\nink +is coming .*"));
        killed.destroyForcibly().waitFor();
        assertTrue(run("list").out().contains("\n1 download is not finished: models verify NAME"));
        String left = run("verify", "ink").err();
        assertTrue(left.contains("goes on by models download " + address() + " name=ink, or"), left);
        assertFalse(Files.exists(folder.resolve("models/ink")));
        slow.set(false);
        Ended ended = run("download", address(), "accept=unknown");
        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().startsWith("Installed ink (a LoRA, 3 MB) in "), ended.out());
        assertTrue(Integer.parseInt(range.get().replaceAll("\\D", "")) >= 1_000_000, "begun anew: " + range.get());
        assertArrayEquals(content, Files.readAllBytes(folder.resolve("models/ink/ink.safetensors")));
        assertFalse(Files.exists(folder.resolve("models/partial-ink")));
        Ended list = run("list");
        String row = list.out()
                .lines()
                .filter(line -> line.startsWith("ink "))
                .findFirst()
                .orElse(list.out() + list.err());
        assertTrue(row.matches("ink +a LoRA +3 MB +half +unknown, accepted \\S+ +right, checked \\S+ +installed"), row);
        for (String name : List.of("mini ", "cells "))
            assertTrue(list.out().lines().anyMatch(line -> line.startsWith(name)), list.out());
        assertEquals(0, run("verify", "ink").status());
        Files.write(folder.resolve("models/ink/ink.safetensors"), java.util.Arrays.copyOf(content, SIZE / 2));
        Ended cut = run("verify", "ink");
        assertEquals(2, cut.status(), "a script reads the status");
        assertTrue(cut.err().contains("FAIL  ink.safetensors: it has 1500000 bytes"), cut.err());
        assertFalse((list.out() + list.err() + ended.out() + ended.err()).contains("hf_secret"));
    }

    /** Whoever ends one by Ctrl-C is told what becomes of it, and nothing where none was under way. */
    @Test
    void anInterruptedDownloadTellsHowItGoesOn() throws Exception {
        slow.set(true);
        Process stopped = start("download", address(), "accept=unknown");
        for (int i = 0; i < 600 && !hasCome(1_000_000); i++) Thread.sleep(100);
        long begin = System.nanoTime();
        Ended ended = interrupted(stopped);
        assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(20), "it was waited for");
        String told = "Stopped. What has come of ink (1 MB of 3 MB) is kept; it goes on by: models download "
                + address() + " name=ink";
        assertTrue(ended.err().lines().filter(told::equals).count() == 1, ended.err());
        assertEquals("", ended.out());
        Path ink = folder.resolve("models/ink");
        slow.set(false);
        assertEquals(0, run(told.replaceFirst(".*: models ", "").split(" ")).status(), "it is what was told");
        assertTrue(Integer.parseInt(range.get().replaceAll("\\D", "")) >= 1_000_000, "begun anew: " + range.get());
        assertArrayEquals(content, Files.readAllBytes(ink.resolve("ink.safetensors")));
        assertFalse(Files.readString(file("err").toPath()).contains("Stopped"), "it has ended by itself");
        Files.createDirectories(folder.resolve("models/partial-left"));
        Files.write(folder.resolve("models/partial-left/x.part"), new byte[9]);
        assertFalse(run("download", "x/y.ckpt", "accept=mit").err().contains("Stopped"), "nothing was under way");
    }

    /** As by Ctrl-C. Where that is ignored, as in a shell's background, Java ignores it too, and hears of what ends it otherwise. */
    private Ended interrupted(Process process) throws Exception {
        String pid = "" + process.pid();
        Path status = Path.of("/proc/" + pid + "/status");
        boolean ignored = Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line -> (Long.parseUnsignedLong(line.replaceAll("SigIgn:\\s*", ""), 16) & 2) != 0);
        assertEquals(
                0,
                new ProcessBuilder("kill", ignored ? "-TERM" : "-INT", pid)
                        .start()
                        .waitFor());
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it did not end");
        assertEquals(ignored ? 143 : 130, process.exitValue());
        return new Ended(
                process.exitValue(),
                Files.readString(file("out").toPath()),
                Files.readString(file("err").toPath()));
    }

    @Test
    void whatTheUserCanMendIsOneSentenceAndStatus2() throws Exception {
        for (List<String> args : List.of(
                List.<String>of(),
                List.of("dance"),
                List.of("download"),
                List.of("download", "a", "b"),
                List.of("list", "mini"),
                List.of("clear", "mini"),
                List.of("verify", "mini", "file=x"),
                List.of("remove", "nothing"),
                List.of("engine", "gpu", "accept=mit"),
                List.of("engine", "cpu", "accept=nvidia-cuda"),
                List.of("engine", "gpu", "licence=nvidia-cuda"),
                List.of("download", "x/y.ckpt", "accept=mit"),
                List.of("download", "http://127.0.0.1:1/x.safetensors"))) {
            Ended ended = run(args.toArray(String[]::new));
            assertEquals(2, ended.status(), args + ended.err());
            assertEquals("", ended.out());
            assertFalse(ended.err().contains("\tat "), ended.err());
            boolean asks = args.contains("http://127.0.0.1:1/x.safetensors");
            assertEquals(asks, ended.err().contains("cannot be reached"), args + ended.err());
        }
    }
}
