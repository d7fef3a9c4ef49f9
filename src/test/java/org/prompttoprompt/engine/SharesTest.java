package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Java computes by several threads is done once each, by no more threads than PyTorch may take, and what goes wrong comes out. */
class SharesTest {
    private static void with(int threads, Runnable job) {
        PyTorch.call(() -> {
            int before = JniUtils.getNumThreads();
            JniUtils.setNumThreads(threads);
            try {
                job.run();
            } finally {
                JniUtils.setNumThreads(before);
            }
            return null;
        });
    }

    private static Shares<Object> shares() {
        return new Shares<>(Object::new);
    }

    /** Two at work at once have different things, which those after them have again, also where one has thrown. */
    @Test
    void whatAThreadWorksWithIsItsOwnAndKept() {
        AtomicInteger made = new AtomicInteger();
        Shares<AtomicBoolean> shares = new Shares<>(() -> {
            made.incrementAndGet();
            return new AtomicBoolean();
        });
        with(2, () -> {
            for (int turn = 0; turn < 50; turn++) {
                CountDownLatch both = new CountDownLatch(2);
                int wrong = turn % 2;
                assertThrows(
                        IllegalStateException.class,
                        () -> shares.each(2, (busy, i) -> {
                            assertTrue(busy.compareAndSet(false, true), "another is at work with it");
                            both.countDown();
                            try {
                                assertTrue(both.await(30, TimeUnit.SECONDS), "one after the other");
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            } finally {
                                busy.set(false);
                            }
                            if (i == wrong) throw new IllegalStateException("number " + i);
                        }));
            }
        });
        assertEquals(2, made.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1000})
    void eachNumberIsRunOnce(int count) {
        AtomicIntegerArray runs = new AtomicIntegerArray(count + 1);
        with(3, () -> shares().each(count, (own, i) -> runs.incrementAndGet(i)));
        int[] expected = new int[count + 1];
        Arrays.fill(expected, 0, count, 1);
        assertArrayEquals(
                expected, IntStream.rangeClosed(0, count).map(runs::get).toArray());
    }

    @Test
    void oneThreadIsTheCallingOne() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        with(1, () -> {
            shares().each(50, (own, i) -> threads.add(Thread.currentThread()));
            assertEquals(Set.of(Thread.currentThread()), threads);
        });
    }

    /** Each of two waits until the other has begun, which in turn would be for ever. */
    @Test
    void twoThreadsAreTwo() {
        CountDownLatch both = new CountDownLatch(2);
        with(
                2,
                () -> shares().each(2, (own, i) -> {
                    both.countDown();
                    try {
                        assertTrue(both.await(30, TimeUnit.SECONDS), "one after the other");
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }));
    }

    /** Whichever thread has the number: when it comes out, no other is still at work. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 199})
    void whatIsThrownComesOutWhenAllHaveEnded(int wrong) {
        with(2, () -> {
            AtomicIntegerArray inside = new AtomicIntegerArray(1);
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class,
                    () -> shares().each(200, (own, i) -> {
                        inside.incrementAndGet(0);
                        try {
                            if (i == wrong) throw new IllegalStateException("number " + i);
                            Thread.onSpinWait();
                        } finally {
                            inside.decrementAndGet(0);
                        }
                    }));
            assertEquals("number " + wrong, root(thrown).getMessage());
            assertEquals(0, inside.get(0));
        });
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }
}
