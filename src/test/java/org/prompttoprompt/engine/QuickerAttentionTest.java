package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.*;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of large attention is the one that this computer was measured to be quicker in, and no other layer's changes with it. */
class QuickerAttentionTest {
    private static final int LARGE = 320;

    @TempDir
    private Path cache;

    private String before;
    private KeptTimes known;

    @BeforeEach
    void another() {
        before = System.getProperty(CacheFolder.SETTING);
        known = QuickerAttention.measured;
        System.setProperty(CacheFolder.SETTING, cache.toString());
    }

    @AfterEach
    void back() {
        if (before == null) System.clearProperty(CacheFolder.SETTING);
        else System.setProperty(CacheFolder.SETTING, before);
        QuickerAttention.measured = known;
    }

    private static KeptTimes times(double own, double library, boolean kept) {
        return new KeptTimes("here", Map.of(QuickerAttention.OWN, own, QuickerAttention.LIBRARY, library), kept);
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
        QuickerAttention.measured = times(1, 0.95, true);
        assertTrue(own(LARGE, ours), "a little quicker is not worth other digits");
        QuickerAttention.measured = times(1, 0.6, true);
        assertFalse(own(LARGE, librarys));
        assertArrayEquals(librarys, ours, 2e-6f);
        QuickerAttention.measured = times(1, 0.6, false);
        assertTrue(own(LARGE, ours), "what is not kept may come out otherwise next time");
    }

    /** What the embedded models draw does not wait for a measurement, and is the same on all computers. */
    @Test
    void smallNetworksAreDrawnAsBefore() {
        QuickerAttention.measured = null;
        assertTrue(own(64, new float[1]));
        assertNull(QuickerAttention.measured);
        assertArrayEquals(new String[0], cache.toFile().list());
    }

    @Test
    void itIsMeasuredOnceAndKept() throws Exception {
        QuickerAttention.measured = null;
        own(LARGE, new float[1]);
        KeptTimes first = QuickerAttention.measured;
        assertTrue(first.kept());
        List<String> said = QuickerAttention.measuredInWords();
        assertEquals(1, said.size());
        assertTrue(
                said.get(0)
                        .matches(
                                "Kept from a measurement on cpu, .*threads: \\d+: attention of many pixels takes \\d\\.\\d{4} s"
                                        + " by the plugin's own program and \\d\\.\\d{4} s by PyTorch's\\. (The plugin|PyTorch)'s is taken\\."),
                said.get(0));
        QuickerAttention.measured = null;
        own(LARGE, new float[1]);
        assertEquals(first, QuickerAttention.measured);
        String again = QuickerAttention.measureAgain().orElseThrow();
        assertTrue(again.startsWith("Measured just now on cpu, "), again);
        assertEquals(
                List.of(again.replace("Measured just now", "Kept from a measurement")),
                QuickerAttention.measuredInWords());
        Path file = cache.resolve(cache.toFile().list((folder, name) -> name.startsWith("attention-"))[0]);
        Files.writeString(file, Files.readString(file).replaceAll("library=.*", ""));
        assertEquals(List.of(), QuickerAttention.measuredInWords());
        QuickerAttention.measured = null;
        own(LARGE, new float[1]);
        assertEquals(1, QuickerAttention.measuredInWords().size(), "what is broken is measured anew");
    }
}
