package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    @Test
    void handsOnWhatAJobThrows() {
        RuntimeException own = new RuntimeException("own");
        assertSame(
                own,
                assertThrows(
                        RuntimeException.class,
                        () -> PyTorch.call(() -> {
                            throw own;
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

    @Test
    void waitsForTheJobThroughAnInterrupt() {
        Thread.currentThread().interrupt();
        assertEquals(5, PyTorch.call(() -> {
            Thread.sleep(50);
            return 5;
        }));
        assertTrue(Thread.interrupted());
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
    void refusesDevicesThatAreNotThere() {
        PyTorch.start();
        Engine engine = Engine.getEngine("PyTorch");
        var absent = assertThrows(Refusal.class, () -> EngineBoot.device("gpu99", engine));
        assertTrue(absent.getMessage().contains("gpu99, but this PyTorch sees"), absent.getMessage());
        var unknown = assertThrows(Refusal.class, () -> EngineBoot.device("tpu", engine));
        assertTrue(unknown.getMessage().contains("not tpu"), unknown.getMessage());
        assertTrue(EngineBoot.device("mps", engine).getDeviceType().equals("mps"));
    }
}
