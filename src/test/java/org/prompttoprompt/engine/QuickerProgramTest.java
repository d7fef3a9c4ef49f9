package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.*;
import static org.prompttoprompt.engine.QuickerProgram.ATTENTION;
import static org.prompttoprompt.engine.QuickerProgram.LINEAR;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The program of large layers is the one that this computer was measured to be quicker in, and no other layer's changes with it. */
class QuickerProgramTest {
    private static final int LARGE = 320;

    @TempDir
    private Path cache;

    @RegisterExtension
    private final OwnCache own = new OwnCache(() -> cache);

    private KeptTimes attention;
    private KeptTimes linear;

    @BeforeEach
    void another() {
        attention = ATTENTION.measured;
        linear = LINEAR.measured;
    }

    @AfterEach
    void back() {
        ATTENTION.measured = attention;
        LINEAR.measured = linear;
    }

    private static KeptTimes times(double own, double library, boolean kept) {
        return new KeptTimes("here", Map.of("own", own, "library", library), kept);
    }

    private static void linear(double mkl, double oneDnn) {
        LINEAR.measured = new KeptTimes("here", Map.of("mkl", mkl, "onednn", oneDnn), true);
    }

    /** Returns the numbers, and whether the plugin's own program made them, which alone takes work space. */
    private static boolean own(int channels, float[] result) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                assertEquals(0, WorkSpace.held());
                NDArray x = manager.arange(1024f * channels).mul(.7f).sin().reshape(new Shape(1, 1024, channels));
                float[] made = Ops.sdpa(x, x, x, 8).toFloatArray();
                System.arraycopy(made, 0, result, 0, result.length);
                return WorkSpace.held() > 0;
            }
        });
    }

    @Test
    void theQuickerOneComputesLargeLayers() {
        float[] ours = new float[1024 * LARGE];
        float[] librarys = new float[1024 * LARGE];
        ATTENTION.measured = times(1, 0.95, true);
        assertTrue(own(LARGE, ours), "a little quicker is not worth other digits");
        ATTENTION.measured = times(1, 0.6, true);
        assertFalse(own(LARGE, librarys));
        assertArrayEquals(librarys, ours, 2e-6f);
        ATTENTION.measured = times(1, 0.6, false);
        assertTrue(own(LARGE, ours), "what is not kept may come out otherwise next time");
    }

    /** What the embedded models draw does not wait for a measurement, and is the same on all computers. */
    @Test
    void smallNetworksAreDrawnAsBefore() {
        ATTENTION.measured = null;
        assertTrue(own(64, new float[1]));
        assertNull(ATTENTION.measured);
        assertArrayEquals(new String[0], cache.toFile().list());
    }

    @Test
    void itIsMeasuredOnceAndKept() throws IOException {
        measuredOnceAndKept(
                ATTENTION,
                () -> own(LARGE, new float[1]),
                "attention of many pixels takes \\d\\.\\d{4} s by the plugin's own program and \\d\\.\\d{4} s by PyTorch's\\."
                        + " (The plugin|PyTorch)'s is taken\\.");
    }

    /** In the first run with a model its files are read for their hash: measured beside that, the slower program was taken for all time. */
    @Test
    void whatRunsBesideWaitsWhileItIsMeasured() {
        AtomicBoolean ended = new AtomicBoolean();
        Thread beside = new Thread(() -> {
            Quiet.await();
            ended.set(true);
        });
        KeptTimes.again("attention", "here", () -> {
            beside.start();
            while (beside.getState() != Thread.State.WAITING) assertFalse(ended.get());
            return Map.of("own", 1.0, "library", 2.0);
        });
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> beside.join());
        assertTrue(ended.get());
    }

    private void measuredOnceAndKept(QuickerProgram program, Runnable use, String sentence) throws IOException {
        program.measured = null;
        use.run();
        KeptTimes first = program.measured;
        assertTrue(first.kept());
        List<String> said = program.measuredInWords();
        assertEquals(1, said.size());
        String where = "Kept from a measurement on cpu, .*threads: \\d+: ";
        assertTrue(said.get(0).matches(where + sentence), said.get(0));
        program.measured = null;
        use.run();
        assertEquals(first, program.measured);
        String again = program.measureAgain().orElseThrow();
        assertTrue(again.startsWith("Measured just now on cpu, "), again);
        assertEquals(List.of(again.replace("Measured just now", "Kept from a measurement")), program.measuredInWords());
        Path file = cache.resolve(cache.toFile().list((folder, name) -> name.startsWith(program.what + "-"))[0]);
        Files.writeString(file, Files.readString(file).replaceAll(program.second.name() + "=.*", ""));
        assertEquals(List.of(), program.measuredInWords());
        program.measured = null;
        use.run();
        assertEquals(1, program.measuredInWords().size(), "what is broken is measured anew");
    }

    /** Returns a row of a layer's result beside others, with and without its bias, and a part of a gated layer: its own, and what it is put into. */
    private static float[][] linear(NDManager manager, int rows, int channels) {
        NDArray x = manager.arange(3f * 1024 * channels).mul(.7f).sin().reshape(new Shape(3, 1024, channels));
        NDArray weight = manager.arange((float) channels * channels)
                .mul(.3f)
                .cos()
                .div(Math.sqrt(channels))
                .reshape(new Shape(channels, channels));
        NDArray bias = manager.arange((float) channels).sin();
        NDArray some = x.get(":" + rows);
        NDArray parts = manager.zeros(new Shape(300, channels));
        NDArray flat = some.reshape(new Shape(-1, channels)).get(":128");
        GatedLayer gated = GatedLayer.of(some, 128).orElseThrow();
        gated.into(flat, weight, bias, parts, 100);
        return new float[][] {
            Ops.linear(some, weight, bias).get(0).toFloatArray(),
            Ops.linear(some, weight, null).get(0).add(bias).toFloatArray(),
            gated.wide(flat, weight, bias).toFloatArray(),
            parts.get("100:228").toFloatArray(),
            parts.get("228:").toFloatArray()
        };
    }

    /** Intel's and AMD's processors have it. */
    private static boolean hasOneDnn() {
        boolean has = PyTorch.call(Kernels::hasOneDnn);
        assertTrue(has || !"amd64".equals(System.getProperty("os.arch")), "onednn.py could not be read");
        return has;
    }

    @Test
    void linearLayersAreTheSameByBoth() {
        boolean two = hasOneDnn();
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                linear(1, 2);
                float[][] librarys = linear(manager, 1, 512);
                linear(1, 0.5);
                float[][] oneDnns = linear(manager, 1, 512);
                assertEquals(two, !Arrays.deepEquals(librarys, oneDnns), "oneDNN computes where it is there");
                for (int i = 0; i < librarys.length; i++) assertArrayEquals(librarys[i], oneDnns[i], 5e-6f);
                for (int i = 0; i < 2; i++)
                    assertArrayEquals(Arrays.copyOf(oneDnns[i], 128 * 512), oneDnns[2], 5e-6f, "whole and part");
                assertArrayEquals(oneDnns[2], oneDnns[3]);
                assertArrayEquals(new float[72 * 512], oneDnns[4], "what it was not to touch");
                assertArrayEquals(oneDnns[0], linear(manager, 3, 512)[0], "a row beside two");
                linear(1, 0.95);
                assertTrue(Arrays.deepEquals(librarys, linear(manager, 1, 512)), "not worth other digits");
            }
            return null;
        });
    }

    @Test
    void smallLinearLayersAreNotMeasured() {
        LINEAR.measured = null;
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                linear(manager, 1, 192);
            }
            return null;
        });
        assertNull(LINEAR.measured);
        assertArrayEquals(new String[0], cache.toFile().list());
    }

    @Test
    void linearLayersAreMeasuredOnceAndKept() throws IOException {
        LINEAR.measured = null;
        if (hasOneDnn()) {
            measuredOnceAndKept(
                    LINEAR,
                    () -> PyTorch.call(LINEAR::isFirst),
                    "a linear layer of many channels takes \\d\\.\\d{4} s by PyTorch's choice and \\d\\.\\d{4} s by oneDNN\\."
                            + " (PyTorch's|oneDNN's) is taken\\.");
        } else {
            assertTrue(PyTorch.call(LINEAR::isFirst), "there is one program alone");
            assertEquals(Optional.empty(), LINEAR.measureAgain());
            assertNull(LINEAR.measured);
        }
    }
}
