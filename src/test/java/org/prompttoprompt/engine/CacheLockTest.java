package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.Refusal;

/** Jobs of which one runs at a time among all processes. */
class CacheLockTest {
    @TempDir
    private Path cache;

    @RegisterExtension
    private final OwnCache own = new OwnCache(() -> cache);

    private static Thread alone(String name, Runnable job) {
        Thread thread = new Thread(() -> {
            try {
                CacheLock.alone(name, Duration.ofMinutes(1), () -> {
                    job.run();
                    return null;
                });
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    /** Another process has the lock "theirs", and another thread of it waits for "ours". */
    static final class Other {
        private Other() {}

        public static void main(String[] none) throws Exception {
            CountDownLatch end = new CountDownLatch(1);
            alone("theirs", () -> {
                System.out.println("held");
                await(end);
                System.out.println("released");
            });
            System.in.read();
            alone("ours", () -> System.out.println("ours"));
            System.in.read();
            end.countDown();
        }
    }

    private Process start() throws IOException {
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-D" + CacheFolder.SETTING + "=" + cache,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Other.class.getName()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** As one that was halted, or whose disk does not answer. */
    @Test
    void aProcessThatKeepsTheLockIsNotWaitedForWithoutEnd() throws Exception {
        Process other = start();
        List<String> told = new CopyOnWriteArrayList<>();
        Consumer<String> hears = told::add;
        Doing.listen(hears);
        try (BufferedReader out = other.inputReader()) {
            assertEquals("held", out.readLine());
            AtomicInteger runs = new AtomicInteger();
            long begun = System.nanoTime();
            Duration soon = Duration.ofMillis(300);
            Refusal busy =
                    assertThrows(CacheLock.Busy.class, () -> CacheLock.alone("theirs", soon, runs::incrementAndGet));
            String lock = cache.resolve("lock-theirs").toString();
            String holder = "another ImageJ (process " + other.pid() + ")";
            assertTrue(
                    busy.getMessage().contains("for " + holder + ", which does not let go of " + lock),
                    busy.getMessage());
            assertTrue(busy.getMessage().contains("end it if it is halted"), busy.getMessage());
            CacheLock.unpack("theirs", () -> true, runs::incrementAndGet, soon, soon);
            assertEquals(List.of(), told, "what is whole needs nobody");
            assertThrows(
                    CacheLock.Busy.class,
                    () -> CacheLock.unpack("theirs", () -> false, runs::incrementAndGet, soon, soon));
            assertEquals(List.of("Waiting for " + holder + ", which holds " + lock), told);
            Files.writeString(Path.of(lock), "7 other-computer"); // as where both share a home
            busy = assertThrows(CacheLock.Busy.class, () -> CacheLock.alone("theirs", soon, runs::incrementAndGet));
            assertTrue(busy.getMessage().contains("ImageJ (process 7 on other-computer), which"), busy.getMessage());
            assertEquals(0, runs.get(), "never two at a time");
            assertTrue(
                    System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(40), "it waited much longer than it should");
            CacheLock.alone("ours", soon, runs::incrementAndGet);
            other.destroyForcibly().waitFor();
            CacheLock.unpack("theirs", () -> false, runs::incrementAndGet, soon, soon);
            assertEquals(2, runs.get(), "the system has let go of it");
        } finally {
            Doing.forget(hears);
            other.destroyForcibly();
        }
    }

    /** As where one unpacks libraries and another notes a hash, and a second thread of each waits for the other one. */
    @Test
    void threadsThatWaitCrosswiseAreNoDeadlock() throws Exception {
        Process other = start();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean entered = new AtomicBoolean();
        try (BufferedReader out = other.inputReader()) {
            assertEquals("held", out.readLine());
            Thread ours = alone("ours", () -> {
                held.countDown();
                await(end);
            });
            held.await();
            Thread waits = alone("theirs", () -> entered.set(true));
            Thread.sleep(300); // it waits by now
            other.getOutputStream().write('1');
            other.getOutputStream().flush();
            Thread.sleep(1000); // so does the other one, for ours
            assertFalse(entered.get(), "two at a time");
            assertFalse(out.ready(), "the other process did not wait");
            other.getOutputStream().write('2');
            other.getOutputStream().flush();
            assertEquals("released", out.readLine());
            waits.join(TimeUnit.MINUTES.toMillis(1));
            assertEquals(true, entered.get());
            end.countDown();
            assertEquals("ours", out.readLine());
            ours.join();
        } finally {
            other.destroyForcibly();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
