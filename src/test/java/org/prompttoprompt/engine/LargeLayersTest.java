package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layers of large models on a CPU, which have programs of their own, against their definitions in double precision. */
class LargeLayersTest {
    private static final Shape ONE = new Shape(1, 1);
    private static final Shape NONE = new Shape(0, 0);

    private final NDManager manager = PyTorch.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"4,128,128,16,16", "2,160,128,18,33", "1,128,192,21,24", "3,704,700,16,16", "5,512,128,40,64"})
    void winograd(long rows, long in, long out, long height, long width) {
        onEngine(() -> {
            NDArray x = random(rows, in, height, width);
            NDArray kernels = random(out, in, 3, 3).div(Math.sqrt(9.0 * in));
            NDArray bias = random(out);
            assertTrue(Winograd.pays(x, kernels.getShape(), 1, 1));
            NDArray exact = Conv2d.conv2d(wide(x), wide(kernels), wide(bias), ONE, ONE, ONE)
                    .singletonOrThrow();
            close(exact, Ops.conv2d(x, kernels, bias, 1, 1), 3e-6);
        });
    }

    /** An open part of an array would keep its memory when the array is closed. Pixels that lie in another order are read as they should. */
    @Test
    void winogradKeepsItsResultAlone() {
        onEngine(() -> {
            NDArray x = random(3, 160, 18, 33);
            NDArray view = x.transpose(0, 1, 3, 2);
            NDArray kernels = random(128, 160, 3, 3).div(Math.sqrt(9.0 * 160));
            NDArray bias = random(128);
            int before = manager.getManagedArrays().size();
            NDArray straight = Ops.conv2d(x, kernels, bias, 1, 1);
            assertEquals(before + 1, manager.getManagedArrays().size());
            NDArray turned = Ops.conv2d(view, kernels.transpose(0, 1, 3, 2), bias, 1, 1);
            assertEquals(before + 3, manager.getManagedArrays().size(), "with the transposed kernels");
            close(wide(straight.transpose(0, 1, 3, 2)), turned, 3e-6);
        });
    }

    /** The layers that it is not for, and gradients, which it has none of. */
    @Test
    void winogradIsForLargeLayersAlone() {
        onEngine(() -> {
            NDArray x = random(4, 128, 16, 16);
            assertFalse(Winograd.pays(x, new Shape(128, 128, 3, 3), 2, 1));
            assertFalse(Winograd.pays(x, new Shape(128, 128, 3, 3), 1, 0));
            assertFalse(Winograd.pays(x, new Shape(4, 128, 3, 3), 1, 1));
            // Whatever the number of rows.
            assertFalse(Winograd.pays(random(9, 128, 8, 8), new Shape(128, 128, 3, 3), 1, 1));
            assertTrue(Winograd.pays(random(1, 128, 16, 16), new Shape(128, 128, 3, 3), 1, 1));
            // Java sees 2 GB at once, of one image.
            assertTrue(Winograd.paysFor(new Shape(99, 128, 1448, 1448), new Shape(256, 128, 3, 3)));
            assertFalse(Winograd.paysFor(new Shape(1, 128, 1449, 1449), new Shape(256, 128, 3, 3)));
            JniUtils.setGradMode(true);
            try {
                assertFalse(Winograd.pays(x, new Shape(128, 128, 3, 3), 1, 1));
                assertFalse(Exponentials.pays(random(1, 1024, 8), random(1, 1024, 8), 2));
            } finally {
                JniUtils.setGradMode(false);
            }
        });
    }

    /** Sizes that are no squares, and the stride that halves them. */
    @ParameterizedTest
    @CsvSource({"3,640,800,8,10,1,1", "1,800,640,16,20,2,1", "2,640,768,7,9,2,0"})
    void unfolded(long rows, long in, long out, long height, long width, int stride, int padding) {
        onEngine(() -> {
            NDArray x = random(rows, in, height, width);
            NDArray kernels = random(out, in, 3, 3).div(Math.sqrt(9.0 * in));
            NDArray bias = random(out);
            assertTrue(Unfolded.pays(x, kernels.getShape(), stride, padding));
            Shape along = new Shape(stride, stride);
            Shape rim = new Shape(padding, padding);
            NDArray exact = Conv2d.conv2d(wide(x), wide(kernels), wide(bias), along, rim, ONE)
                    .singletonOrThrow();
            NDArray convolved = Ops.conv2d(x, kernels, bias, stride, padding);
            assertEquals(exact.getShape(), convolved.getShape());
            close(exact, convolved, 1e-6);
        });
    }

    @Test
    void unfoldedAreLargeKernelsOfSmallImagesAlone() {
        Shape kernels = new Shape(640, 800, 3, 3);
        assertTrue(Unfolded.paysFor(new Shape(9, 800, 15, 17), kernels, 1, 1));
        assertFalse(Unfolded.paysFor(new Shape(1, 800, 16, 16), kernels, 1, 1));
        assertTrue(Unfolded.paysFor(new Shape(1, 800, 16, 16), kernels, 2, 1));
        assertFalse(Unfolded.paysFor(new Shape(1, 640, 8, 8), new Shape(640, 640, 3, 3), 1, 1));
        assertFalse(Unfolded.paysFor(new Shape(1, 4096, 8, 8), new Shape(4096, 4096, 1, 1), 1, 0));
        onEngine(() -> {
            NDArray x = random(1, 800, 8, 8);
            assertTrue(Unfolded.pays(x, kernels, 1, 1));
            assertFalse(Unfolded.pays(x.toType(DataType.FLOAT64, true), kernels, 1, 1));
            JniUtils.setGradMode(true);
            try {
                assertFalse(Unfolded.pays(x, kernels, 1, 1));
            } finally {
                JniUtils.setGradMode(false);
            }
        });
    }

    @Test
    void pointwise() {
        onEngine(() -> {
            NDArray x = random(3, 160, 12, 24);
            NDArray kernels = random(128, 160, 1, 1).div(Math.sqrt(160));
            NDArray bias = random(128);
            assertTrue(Pointwise.pays(x, kernels.getShape(), 1, 0));
            NDArray exact = Conv2d.conv2d(wide(x), wide(kernels), wide(bias), ONE, NONE, ONE)
                    .singletonOrThrow();
            close(exact, Ops.conv2d(x, kernels, bias, 1, 0), 1e-6);
            // Of a transposed view too.
            NDArray view = random(3, 288, 160).transpose(0, 2, 1).reshape(3, 160, 12, 24);
            exact = Conv2d.conv2d(wide(view), wide(kernels), wide(bias), ONE, NONE, ONE)
                    .singletonOrThrow();
            close(exact, Ops.conv2d(view, kernels, bias, 1, 0), 1e-6);
        });
    }

    /** More queries than go at once, an odd number of heads, and more keys than queries. */
    @Test
    void attention() {
        onEngine(() -> {
            NDArray q = random(1, 300, 24);
            NDArray k = random(1, 1100, 24);
            NDArray v = random(1, 1100, 24);
            assertTrue(Exponentials.pays(q, k, 3));
            close(attend(q, k, v, 3), Ops.sdpa(q, k, v, 3), 1e-6);
        });
    }

    /** Exponentials of half of these overflow, or vanish: what was computed must be what the formula says nevertheless. */
    @ParameterizedTest
    @CsvSource({"120", "-120"})
    void attentionOfScoresThatOverflow(double score) {
        onEngine(() -> {
            NDArray q = random(1, 40, 8).mul(.01).add(1);
            q = q.get(":, :20").concat(q.get(":, 20:").mul(.01), 1);
            NDArray k = random(1, 1024, 8).mul(.01).add(score * Math.sqrt(4) / 4);
            NDArray v = random(1, 1024, 8);
            assertTrue(Exponentials.pays(q, k, 2));
            NDArray attended = Ops.sdpa(q, k, v, 2);
            close(attend(q, k, v, 2), attended, 1e-4);
        });
    }

    /** Large layers take their own programs, which need it; it is given back when the engine has done its job. */
    @Test
    void theirWorkSpaceIsNotKept() {
        onEngine(() -> {
            Ops.conv2d(random(4, 128, 16, 16), random(128, 128, 3, 3), random(128), 1, 1);
            assertTrue(WorkSpace.held() > 0);
        });
        onEngine(() -> {
            assertEquals(0, WorkSpace.held());
            NDArray pixels = random(1, 1024, 8);
            Ops.sdpa(pixels, pixels, pixels, 2);
            assertTrue(WorkSpace.held() > 0);
        });
    }

    /** Where scores lie decides no bit of maps: those of many lie in memory in which the layer before has left something. */
    @Test
    void scoresThatLieInKeptMemoryGiveTheSameMaps() {
        onEngine(() -> {
            NDArray q = random(2, 1024, 80);
            NDArray k = random(2, 77, 80);
            float[] kept = Ops.probs(q, k, 8).toFloatArray();
            assertTrue(WorkSpace.held() >= 2 * 8 * 1024 * 77, "these are computed so");
            assertArrayEquals(kept, Ops.probs(q, k, 8).toFloatArray());
            assertArrayEquals(Kernels.call("probs", q, k, Kernels.number(8)).toFloatArray(), kept);
        });
    }

    private static NDArray attend(NDArray q, NDArray k, NDArray v, int heads) {
        NDArray maps = heads(q, heads)
                .matMul(heads(k, heads).transpose(0, 1, 3, 2))
                .div(Math.sqrt((double) q.getShape().get(2) / heads))
                .softmax(-1);
        return maps.matMul(heads(v, heads)).transpose(0, 2, 1, 3).reshape(q.getShape());
    }

    private static NDArray heads(NDArray x, int heads) {
        Shape s = x.getShape();
        return wide(x).reshape(s.get(0), s.get(1), heads, s.get(2) / heads).transpose(0, 2, 1, 3);
    }

    /** A row is the same whatever is drawn beside it and however many threads compute it. */
    @Test
    void aRowDoesNotDependOnTheOthersNorOnThreads() {
        onEngine(() -> {
            for (int side : new int[] {16, 32, 64}) {
                NDArray kernels = random(320, 320, 3, 3);
                NDArray points = random(320, 320, 1, 1);
                NDArray bias = random(320);
                NDArray images = random(5, 320, side, side);
                same(images, x -> Winograd.convolve(x, kernels, bias));
                same(images, x -> Ops.conv2d(x, points, bias, 1, 0));
            }
            NDArray kernels = random(1280, 640, 3, 3);
            NDArray bias = random(1280);
            same(random(5, 640, 8, 8), x -> Ops.conv2d(x, kernels, bias, 1, 1));
            same(random(5, 640, 16, 16), x -> Ops.conv2d(x, kernels, bias, 2, 1));
            same(random(5, 1024, 64), x -> Exponentials.attend(x, x, x, 8));
            NDArray weight = random(640, 640);
            NDArray wide = random(1280, 640);
            NDArray none = random(640);
            NDArray half = random(1280);
            NDArray narrow = random(320, 320);
            for (int pixels : new int[] {1024, 2048}) {
                NDArray all = random(5, pixels, 320);
                float[] alone = Ops.linear(all.get(":1"), narrow, null).toFloatArray();
                NDArray more = Ops.linear(all, narrow, null);
                assertArrayEquals(alone, more.get(":1").toFloatArray(), pixels + " pixels of a row");
            }
            if (Kernels.hasOneDnn()) {
                same(random(5, 1024, 640), x -> WideLinear.forward(x, weight, none));
                same(random(5, 1600, 640), x -> WideLinear.forward(x, wide, half));
            }
        });
    }

    private void same(NDArray all, UnaryOperator<NDArray> layer) {
        float[] two = layer.apply(all.get(":2")).toFloatArray();
        for (int rows = 3; rows <= 5; rows++) {
            NDArray more = layer.apply(all.get(":" + rows));
            assertArrayEquals(two, more.get(":2").toFloatArray(), rows + " rows of " + all.getShape());
        }
        int threads = JniUtils.getNumThreads();
        JniUtils.setNumThreads(threads == 1 ? 2 : 1);
        try {
            assertArrayEquals(two, layer.apply(all.get(":2")).toFloatArray(), "threads, " + all.getShape());
        } finally {
            JniUtils.setNumThreads(threads);
        }
    }

    private static void onEngine(Runnable test) {
        PyTorch.call(() -> {
            test.run();
            return null;
        });
    }

    private static NDArray wide(NDArray x) {
        return x.toType(DataType.FLOAT64, true);
    }

    private static void close(NDArray exact, NDArray actual, double tolerance) {
        NDArray difference = wide(actual).sub(exact);
        double off = Math.sqrt(difference.square().mean().getDouble());
        assertTrue(off < tolerance, "root mean square difference " + off);
        assertTrue(difference.abs().max().getDouble() < 50 * tolerance);
    }

    private NDArray random(long... shape) {
        return manager.randomNormal(new Shape(shape));
    }
}
