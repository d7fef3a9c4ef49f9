package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.Refusal;

/** The engine's thread, and what is said where there can be no engine. */
class PyTorchTest {
    @Test
    void runsEveryJobOnOneThreadWithoutGradients() {
        Thread first = PyTorch.call(Thread::currentThread);
        assertSame(first, PyTorch.call(() -> PyTorch.call(Thread::currentThread)));
        assertNotEquals(Thread.currentThread(), first);
        assertFalse(PyTorch.call(JniUtils::isGradMode));
        assertSame(
                PyTorch.class.getClassLoader(),
                PyTorch.call(() -> Thread.currentThread().getContextClassLoader()));
    }

    /** A window that asks what computes must not stand still behind a run of minutes. */
    @Test
    void whatItIsDoesNotWaitForAJob() throws Exception {
        PyTorch.start();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        Thread job = new Thread(() -> PyTorch.call(() -> {
            begun.countDown();
            return asked.await(1, TimeUnit.MINUTES);
        }));
        job.start();
        begun.await();
        try {
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                assertTrue(PyTorch.threads() > 0);
                assertEquals("2.7.1", PyTorch.version());
                assertEquals("cpu", PyTorch.deviceName());
            });
        } finally {
            asked.countDown();
            job.join();
        }
    }

    @Test
    void handsOnWhatAJobThrows() {
        RuntimeException failure = new RuntimeException("own");
        assertSame(
                failure,
                assertThrows(
                        RuntimeException.class,
                        () -> PyTorch.call(() -> {
                            throw failure;
                        })));
        assertThrows(
                UncheckedIOException.class,
                () -> PyTorch.call(() -> {
                    throw new IOException("disk");
                }));
        assertThrows(
                OutOfMemoryError.class,
                () -> PyTorch.call(() -> {
                    throw new OutOfMemoryError("heap");
                }));
    }

    /** The job would go on with tensors that the caller closes. */
    @Test
    void anInterruptedCallEndsWhenItsJobHasEnded() {
        Thread caller = Thread.currentThread();
        AtomicBoolean ended = new AtomicBoolean();
        var stopped = assertThrows(
                CancellationException.class,
                () -> PyTorch.call(() -> {
                    caller.interrupt();
                    try {
                        return layers();
                    } finally {
                        Thread.sleep(100);
                        ended.set(true);
                    }
                }));
        assertTrue(ended.get());
        assertTrue(Thread.interrupted(), "the interrupt is kept");
        assertTrue(stopped.getMessage().contains("interrupted"), stopped.getMessage());
        assertEquals(5, PyTorch.call(() -> 5), "the next job is not stopped");
    }

    /** Computes until it is stopped, a minute at most. */
    private static int layers() throws InterruptedException {
        int layers = 0;
        for (; layers < 6000; layers++) {
            PyTorch.beforeLayer();
            Thread.sleep(10);
        }
        return layers;
    }

    @Test
    void whatWaitsForALongJobCanLeaveAndTheRestDoesNotWait() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        FutureTask<Integer> first = new FutureTask<>(() -> PyTorch.call(() -> {
            running.countDown();
            return layers();
        }));
        Thread busy = new Thread(first);
        busy.start();
        running.await();
        AtomicBoolean begun = new AtomicBoolean();
        FutureTask<Void> second = new FutureTask<>(() -> PyTorch.call(() -> {
            begun.set(true);
            return null;
        }));
        Thread waiting = new Thread(second);
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) Thread.sleep(1);
        assertTrue(PyTorch.threads() > 0);
        assertTrue(PyTorch.version().startsWith("2.7"));
        assertEquals("cpu", PyTorch.deviceName());
        AtomicBoolean freed = new AtomicBoolean();
        PyTorch.free(() -> freed.set(true));
        PyTorch.stop(waiting, "enough");
        var left = assertThrows(ExecutionException.class, second::get);
        assertEquals("enough", left.getCause().getMessage());
        assertTrue(busy.isAlive(), "none of these has waited for the first job");
        assertFalse(freed.get());
        PyTorch.stop(busy, "enough too");
        assertEquals(
                "enough too",
                assertThrows(ExecutionException.class, first::get).getCause().getMessage());
        PyTorch.call(() -> null);
        assertTrue(freed.get());
        assertFalse(begun.get());
    }

    @Test
    void isTheVersionThatTheWeightsWereTestedWith() {
        assertTrue(PyTorch.version().startsWith("2.7.1"), PyTorch.version());
    }

    @Test
    void refusesASecondLibtorch(@TempDir Path folder) throws IOException {
        Path maps = folder.resolve("maps");
        Files.writeString(maps, "7f00-7f01 r-xp 00000000 08:01 5 /usr/lib/libc.so.6\n");
        SecondLibtorch.refuse(maps);
        Files.writeString(maps, "7f00-7f01 r-xp 00000000 08:01 5 /opt/fiji/engines/libtorch_cpu.so\n");
        var error = assertThrows(Refusal.class, () -> SecondLibtorch.refuse(maps));
        assertTrue(error.getMessage().contains("/opt/fiji/engines/libtorch_cpu.so"), error.getMessage());
        assertTrue(error.getMessage().contains("Restart ImageJ"), error.getMessage());
    }

    @Test
    void explainsMissingNatives() {
        var failure = new EngineException("failed", new UnsatisfiedLinkError("no djl_torch"));
        String message = EngineBoot.missing("Mac OS X", "x86_64", failure);
        assertTrue(message.contains("Mac OS X, x86_64"), message);
        assertTrue(message.contains("no djl_torch"), message);
        assertTrue(message.contains("PYTORCH_LIBRARY_PATH"), message);
    }

    @Test
    void refusesThreadsThatNoProcessorCanRun() {
        String before = System.getProperty("prompttoprompt.threads");
        int processors = Runtime.getRuntime().availableProcessors();
        try {
            for (String threads : List.of("0", "two", "99999", "9999999999", "" + (4 * processors + 1))) {
                System.setProperty("prompttoprompt.threads", threads);
                String message =
                        assertThrows(Refusal.class, EngineBoot::threads).getMessage();
                assertTrue(message.contains("from 1 to " + 4 * processors + ", not " + threads), message);
            }
            System.setProperty("prompttoprompt.threads", "" + 4 * processors);
            assertEquals(4 * processors, EngineBoot.threads());
        } finally {
            if (before == null) System.clearProperty("prompttoprompt.threads");
            else System.setProperty("prompttoprompt.threads", before);
        }
    }

    /** Before anything is unpacked, and again before a model is read: a script may have set it since. */
    @ParameterizedTest
    @CsvSource({"precision, float64", "weights, int4", "threads, many"})
    void refusesSettingsThatAreNone(String name, String value) {
        String key = "prompttoprompt." + name;
        EngineSettings.require("cpu");
        System.setProperty(key, value);
        try {
            String told = assertThrows(Refusal.class, () -> EngineSettings.require("cpu"))
                    .getMessage();
            assertTrue(told.contains(key) && told.contains("not " + value), told);
            if (!name.equals("threads")) assertThrows(Refusal.class, EngineSettings::requireToLoad);
        } finally {
            System.clearProperty(key);
        }
    }

    @ParameterizedTest
    @CsvSource({"precision, ' BFloat16 '", "weights, INT8", "threads, ' 1 '", "device, ' CPU'"})
    void settingsAreReadWithoutRegardOfCaseAndBlanks(String name, String value) {
        String key = "prompttoprompt." + name;
        System.setProperty(key, value);
        try {
            assertEquals(value.strip().toLowerCase(Locale.ROOT), EngineSetting.of(name, ""));
            EngineSettings.require(EngineSetting.of("device", "cpu"));
        } finally {
            System.clearProperty(key);
        }
    }

    @Test
    void refusesDevicesThatAreNotThere() {
        PyTorch.start();
        Engine engine = Engine.getEngine("PyTorch");
        var absent = assertThrows(Refusal.class, () -> EngineBoot.device("gpu99", engine));
        for (String told : List.of(
                "prompttoprompt.device (PROMPTTOPROMPT_DEVICE) is gpu99, but the libraries in use see ",
                "set it to cpu",
                "Models... > Engine (models engine on the command line)",
                "PYTORCH_LIBRARY_PATH")) assertTrue(absent.getMessage().contains(told), absent.getMessage());
        var unknown = assertThrows(Refusal.class, () -> EngineBoot.device("tpu", engine));
        assertTrue(unknown.getMessage().contains("not tpu"), unknown.getMessage());
        assertTrue(EngineBoot.device("mps", engine).getDeviceType().equals("mps"));
        EngineSettings.requireDevice("mps", "Mac OS X", "aarch64");
        assertThrows(Refusal.class, () -> EngineSettings.requireDevice("mps", "Mac OS X", "x86_64"));
        var noMac = assertThrows(Refusal.class, () -> EngineSettings.requireDevice("mps", "Linux", "aarch64"));
        assertTrue(noMac.getMessage().contains("this is Linux on aarch64"), noMac.getMessage());
        assertTrue(noMac.getMessage().contains("Models... > Engine"), noMac.getMessage());
    }
}
