package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;

/** Jobs of which one runs at a time among all processes. */
class CacheLockTest {
    @TempDir
    private Path cache;

    private String before;

    @BeforeEach
    void anotherCache() {
        before = System.getProperty(CacheFolder.SETTING);
        System.setProperty(CacheFolder.SETTING, cache.toString());
    }

    @AfterEach
    void theCacheAgain() {
        if (before == null) System.clearProperty(CacheFolder.SETTING);
        else System.setProperty(CacheFolder.SETTING, before);
    }

    private static Thread alone(String name, Runnable job) {
        Thread thread = new Thread(() -> {
            try {
                CacheFolder.alone(name, () -> {
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

    /** As where one unpacks libraries and another notes a hash, and a second thread of each waits for the other one. */
    @Test
    void threadsThatWaitCrosswiseAreNoDeadlock() throws Exception {
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-D" + CacheFolder.SETTING + "=" + cache,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Other.class.getName()));
        Process other = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
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
