package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Two computations at once, or in turn where there is one thread. */
class HalvesTest {
    private static <T> T on(Function<NDManager, T> job) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                return job.apply(manager);
            }
        });
    }

    @Test
    void eachHasItsResult() {
        float[][] both = on(m -> {
            NDArray x = m.arange(6f).reshape(2, 3);
            Halves.Results results = Halves.both(() -> Ops.silu(x), () -> x.add(1));
            return new float[][] {
                results.one().toFloatArray(),
                results.two().toFloatArray(),
                Ops.silu(x).toFloatArray()
            };
        });
        assertArrayEquals(both[2], both[0]);
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, both[1]);
    }

    @Test
    void bothRunAtOnceWhereThereAreTwoThreads() {
        on(m -> {
            boolean two = PyTorch.cpuThreads().now() > 1;
            CountDownLatch second = new CountDownLatch(two ? 1 : 0);
            Thread[] threads = new Thread[2];
            Halves.both(
                    () -> {
                        threads[0] = Thread.currentThread();
                        assertTrue(awaited(second), "the second had not begun");
                        return m.zeros(new Shape(1));
                    },
                    () -> {
                        threads[1] = Thread.currentThread();
                        second.countDown();
                        return m.zeros(new Shape(1));
                    });
            assertSame(Thread.currentThread(), threads[1]);
            assertEquals(two, threads[0] != threads[1]);
            return null;
        });
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void whatIsMadeOnTheWayIsClosedAndTheResultsBelongToTheCaller() {
        on(m -> {
            NDArray[] made = new NDArray[2];
            Halves.Results results;
            try (NDScope scope = new NDScope()) {
                results = Halves.both(
                        () -> {
                            made[0] = m.ones(new Shape(3));
                            return made[0].add(1);
                        },
                        () -> made[1] = m.ones(new Shape(3)));
                assertEquals(2, results.one().getFloat(0));
                assertEquals(1, results.two().getFloat(0));
            }
            for (NDArray array : new NDArray[] {made[1], results.one(), results.two()})
                assertThrows(IllegalStateException.class, array::toFloatArray);
            return null;
        });
    }

    @Test
    void theFailureOfEitherComesOutAfterBothHaveEnded() {
        on(m -> {
            boolean[] ended = new boolean[2];
            IllegalStateException failure = new IllegalStateException("this");
            assertSame(
                    failure,
                    assertThrows(
                            IllegalStateException.class,
                            () -> Halves.both(
                                    () -> {
                                        throw failure;
                                    },
                                    () -> {
                                        ended[1] = true;
                                        return m.zeros(new Shape(1));
                                    })));
            assertThrows(
                    CancellationException.class,
                    () -> Halves.both(
                            () -> {
                                ended[0] = true;
                                return m.zeros(new Shape(1));
                            },
                            () -> {
                                throw new CancellationException("stop");
                            }));
            assertTrue(ended[0]);
            assertEquals(PyTorch.cpuThreads().now() > 1, ended[1]);
            assertEquals(
                    3,
                    Halves.both(
                                    () -> m.ones(new Shape(1)),
                                    () -> m.ones(new Shape(1)).add(2))
                            .two()
                            .getFloat());
            return null;
        });
    }

    @Test
    void aStoppedJobEndsInEither() {
        Thread caller = Thread.currentThread();
        assertThrows(
                CancellationException.class,
                () -> on(m -> {
                    NDArray x = m.ones(new Shape(1));
                    return Halves.both(
                            () -> {
                                PyTorch.stop(caller, "enough");
                                return Ops.silu(x);
                            },
                            () -> x);
                }));
        assertFalse(PyTorch.isEnding());
    }
}
