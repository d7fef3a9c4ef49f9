package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The pace of a download, on a clock that is set by hand. */
class TransferRateTest {
    private static final long MB = 1_000_000;
    private long now = 5_000_000_000L;
    private final TransferRate rate = new TransferRate(() -> now);

    private String after(double seconds, long there, long left) {
        now += (long) (seconds * 1e9);
        return rate.at(there, left);
    }

    @Test
    void twoMegabytesASecond() {
        rate.begin(0);
        assertEquals("", after(0, 0, 100 * MB));
        assertEquals("", after(0.5, MB, 99 * MB));
        // By hand: 4 MB in 2 s are 2 MB/s, and 96 MB take 48 s.
        assertEquals(", 2 MB/s, 0:48 left", after(1.5, 4 * MB, 96 * MB));
        assertEquals(", 2 MB/s", after(2, 8 * MB, 0), "how much is left is not known");
        assertEquals(", 2 MB/s, 1 h 23 min left", after(2, 12 * MB, 10_000 * MB), "10 000 MB / 2 MB/s = 5000 s");
    }

    @Test
    void followsTheLineAndIsSteady() {
        rate.begin(0);
        long there = 0;
        for (int i = 0; i < 100; i++) after(0.1, there += MB, 0);
        String fast = after(0, there, 0);
        assertEquals(", 10 MB/s", fast);
        for (int i = 0; i < 120; i++) after(0.1, there += MB / 10, 0);
        assertEquals(", 1 MB/s", after(0, there, 0), "what was longer than ten seconds ago does not count");
        Set<String> told = new LinkedHashSet<>();
        for (int i = 0; i < 50; i++) told.add(after(0.1, there += MB / 20 * (i % 5), 1000 * MB));
        assertTrue(told.size() <= 6, "told " + told.size() + " times in 5 s: " + told);
    }

    @Test
    void whatWasThereHasNotCome() {
        rate.begin(500 * MB);
        assertEquals("", after(0, 500 * MB, 0));
        assertEquals(", 1 MB/s", after(2, 502 * MB, 0));
        assertEquals(", 500 kB/s", after(2, 0, 0), "begun anew: nothing came in these two seconds");
        // A check of the file takes a minute, in which nothing is waited for.
        now += 60_000_000_000L;
        rate.begin(0);
        assertEquals(", 1 MB/s", after(4, 6 * MB, 0), "8 MB in 8 s");
        rate.begin(300 * MB); // of another file that an earlier attempt has begun
        assertEquals(", 1 MB/s", after(1, 301 * MB, 0), "9 MB in 9 s");
    }

    @Test
    void silence() {
        rate.begin(0);
        after(0, 0, MB);
        after(2, MB, MB);
        String last = "";
        for (int i = 0; i < 15; i++) last = after(1, MB, MB);
        assertEquals(", nothing comes just now", last);
    }
}
