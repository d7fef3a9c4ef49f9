package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A convolution by fewer products against that by its definition, in double precision. */
class WinogradTest {
    private static final Shape ONE = new Shape(1, 1);

    private final NDManager manager = PyTorch.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"4,128,128,16,16", "2,160,128,18,33", "1,128,192,21,24", "3,704,700,16,16", "5,512,128,40,64"})
    void isTheConvolution(long rows, long in, long out, long height, long width) {
        PyTorch.call(() -> {
            NDArray x = random(rows, in, height, width);
            NDArray kernels = random(out, in, 3, 3).div(Math.sqrt(9.0 * in));
            NDArray bias = random(out);
            assertTrue(Winograd.pays(x, kernels.getShape(), 1, 1));
            NDArray exact = Conv2d.conv2d(wide(x), wide(kernels), wide(bias), ONE, ONE, ONE)
                    .singletonOrThrow();
            NDArray difference = wide(Ops.conv2d(x, kernels, bias, 1, 1)).sub(exact);
            double off = Math.sqrt(difference.square().mean().getDouble());
            assertTrue(off < 3e-6, "root mean square difference " + off);
            assertTrue(difference.abs().max().getDouble() < 1e-4);
            return null;
        });
    }

    private static NDArray wide(NDArray x) {
        return x.toType(DataType.FLOAT64, true);
    }

    /** Whatever is drawn beside it, and on how many threads. */
    @Test
    void aRowDoesNotDependOnTheOthers() {
        PyTorch.call(() -> {
            for (int side : new int[] {16, 32, 64}) {
                NDArray x = random(5, 320, side, side);
                NDArray kernels = random(320, 320, 3, 3);
                NDArray bias = random(320);
                float[] two = Winograd.convolve(x.get(":2"), kernels, bias).toFloatArray();
                for (int rows = 3; rows <= 5; rows++) {
                    NDArray more = Winograd.convolve(x.get(":" + rows), kernels, bias);
                    assertArrayEquals(two, more.get(":2").toFloatArray(), rows + " rows of " + side);
                }
            }
            return null;
        });
    }

    private NDArray random(long... shape) {
        return manager.randomNormal(new Shape(shape));
    }
}
