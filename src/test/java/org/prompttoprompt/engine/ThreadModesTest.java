package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadModesTest {
    private static final int CALLS = 6;

    /** PyTorch's optimiser reads a number that a kernel's text names twice once, from a kernel's third call on. */
    @Test
    void aKernelIsTheSameProgramAtEachCall(@TempDir Path folder) throws Exception {
        Path trace = folder.resolve("trace.json");
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                NDArray x = manager.ones(new Shape(1, 2, 4, 4));
                NDArray weight = manager.ones(new Shape(2, 2, 3, 3));
                NDArray bias = manager.ones(new Shape(2));
                Ops.conv2d(x, weight, bias, 1, 1);
                JniUtils.startProfile(false, false, false);
                for (int i = 0; i < CALLS; i++) Ops.conv2d(x, weight, bias, 1, 1);
                JniUtils.stopProfile(trace.toString());
            }
            return null;
        });
        int stridesAndPaddings = 4;
        assertEquals(CALLS * stridesAndPaddings, Files.readString(trace).split("\"aten::item\"", -1).length - 1);
    }
}
