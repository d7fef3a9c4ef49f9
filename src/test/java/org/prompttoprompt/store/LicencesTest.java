package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.*;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.Refusal;

/** Licences that are accepted at once, by windows and by processes, are all noted. */
@Timeout(120)
class LicencesTest {
    private static final Licence MIT = new Licence("mit", "");
    private static final String LOCK = ".licences";

    @TempDir
    private Path folder;

    @Test
    void allThatAreAcceptedAtOnceAreNoted() throws Exception {
        int many = 8;
        ExecutorService windows = Executors.newFixedThreadPool(many);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            String model = "model" + i;
            all.add(windows.submit(() -> {
                start.await();
                return new Licences(folder).require(model, MIT, "mit");
            }));
        }
        start.countDown();
        for (Future<?> one : all) one.get(60, TimeUnit.SECONDS);
        windows.shutdown();
        for (int i = 0; i < many; i++)
            assertFalse(new Licences(folder).require("model" + i, MIT, "").isEmpty());
        assertEquals(List.of("licences.json"), left());
    }

    /** What was accepted before would be lost by the next one. */
    @Test
    void aDamagedListIsToldAndKept() throws Exception {
        Licences licences = new Licences(folder);
        String accepted = licences.require("model", MIT, "mit");
        Path list = folder.resolve(Licences.FILE);
        String whole = Files.readString(list);
        String cut = whole.substring(0, whole.length() - 3);
        for (String damaged : List.of(cut, "", "[]", whole + "}")) {
            Files.writeString(list, damaged);
            for (String name : List.of("", "mit")) {
                String told = assertThrows(Refusal.class, () -> licences.require("model", MIT, name))
                        .getMessage();
                assertTrue(told.startsWith(list + (damaged.isEmpty() ? " is empty" : " is not a JSON object: ")), told);
                assertTrue(told.contains(". It lists the licences that were accepted: mend it, or delete it, "), told);
            }
            String told = assertThrows(Refusal.class, () -> licences.accepted("model", MIT))
                    .getMessage();
            assertEquals(told, licences.damage().orElseThrow().look().problem());
            licences.forget("model", "mit");
            assertEquals(damaged, Files.readString(list));
        }
        Files.writeString(list, whole);
        assertEquals(Optional.empty(), licences.damage());
        assertEquals(accepted, licences.require("model", MIT, ""));
        licences.forget("model", "mit");
        assertEquals("{}", Files.readString(list));
    }

    @Test
    void anotherProcessIsWaitedFor() throws Exception {
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-cp",
                Path.of(Holder.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString(),
                Holder.class.getName(),
                StoreLock.file(folder, LOCK).toString()));
        Process other = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals('h', other.getInputStream().read());
        String busy = assertThrows(Refusal.class, () -> StoreLock.await(folder, LOCK, "the list", 50))
                .getMessage();
        assertTrue(busy.contains("another ImageJ is busy with the list in " + folder), busy);
        Thread release = new Thread(() -> {
            try (var in = other.getOutputStream()) {
                Thread.sleep(300);
                in.write('\n');
            } catch (Exception e) {
                other.destroy();
            }
        });
        release.start();
        assertFalse(new Licences(folder).require("model", MIT, "mit").isEmpty());
        release.join();
        assertEquals(0, other.waitFor());
    }

    @Test
    void aModelOfTheSameNameIsNotInTheWay() {
        try (StoreLock lock = StoreLock.take(folder, "licences")) {
            assertFalse(new Licences(folder).require("licences", MIT, "mit").isEmpty());
        }
    }

    private List<String> left() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".lock-"))
                    .toList();
        }
    }

    /** Another process, which holds a lock until a line is written to it. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            try (FileChannel file =
                    FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.lock();
                System.out.print('h');
                System.out.flush();
                System.in.read();
            }
        }
    }
}
