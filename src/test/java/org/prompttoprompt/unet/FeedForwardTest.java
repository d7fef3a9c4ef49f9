package org.prompttoprompt.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.RandomTensors;
import org.prompttoprompt.engine.OneDnnHere;
import org.prompttoprompt.engine.PyTorch;

/** The widest layer of the network: many rows take hardly more memory than one, and give what each gives alone. */
class FeedForwardTest {
    private static final long DIM = 64;

    private static FeedForward layer(NDManager manager) {
        return layer(manager, DIM);
    }

    private static FeedForward layer(NDManager manager, long dim) {
        return new FeedForward(Opening.PLAIN.weights("unet", new RandomTensors(manager)), dim);
    }

    /** Parts are of one row each: oneDNN adds up otherwise where there are few pixels, as in the last part of three rows of 1024. */
    @ParameterizedTest
    @CsvSource({"1024, 640", "4096, 320"})
    void aRowIsTheSameToTheBitBesideOthersByOneDnn(long pixels, long dim) {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                FeedForward layer = layer(manager, dim);
                NDArray x = manager.randomNormal(new Shape(5, pixels, dim));
                float[] otherwise = layer.forward(x).toFloatArray();
                try (OneDnnHere quicker = new OneDnnHere()) {
                    NDArray all = layer.forward(x);
                    assertArrayEquals(otherwise, all.toFloatArray(), 1e-4f);
                    for (int i = 0; i < 5; i++) {
                        NDArray alone = layer.forward(x.get(i + ":" + (i + 1)));
                        assertArrayEquals(
                                alone.toFloatArray(), all.get(i + ":" + (i + 1)).toFloatArray());
                    }
                }
            }
            return null;
        });
    }

    @Test
    void rowsThatAreComputedInPartsAreThoseOfEachAlone() {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                FeedForward layer = layer(manager);
                // 2 x 64 x 4 numbers a pixel: 8192 pixels are computed at once, neither a row of 16,000 nor a part of
                // one.
                NDArray x = manager.randomNormal(new Shape(5, 16_000, DIM));
                NDArray all = layer.forward(x);
                for (int i = 0; i < 5; i++) {
                    NDArray alone = layer.forward(x.get(i + ":" + (i + 1)));
                    assertArrayEquals(
                            alone.toFloatArray(), all.get(i + ":" + (i + 1)).toFloatArray(), 1e-5f);
                }
            }
            return null;
        });
    }

    @Test
    void manyRowsTakeLittleMemoryAtOnce() throws IOException {
        Path peak = Path.of("/proc/self/clear_refs");
        assumeTrue(Files.isWritable(peak), "no Linux");
        long more = PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                FeedForward layer = layer(manager);
                NDArray x = manager.randomNormal(new Shape(16, 16_384, DIM));
                layer.forward(x.get("0:1")).close();
                Files.writeString(peak, "5");
                long before = kilobytes("VmHWM:");
                layer.forward(x).close();
                return kilobytes("VmHWM:") - before;
            }
        });
        // At once the wide layer takes 537 MB and its gated half 268 MB.
        assertTrue(more < 400_000, more / 1000 + " MB");
    }

    private static long kilobytes(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
