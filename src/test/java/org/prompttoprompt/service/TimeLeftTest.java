package org.prompttoprompt.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TimeLeftTest {
    private long seconds;
    private final TimeLeft left = new TimeLeft(() -> seconds * 1_000_000_000L);

    @Test
    void whatIsToldIsTheTimeOfTheRowsThatAreLeft() {
        assertEquals("", left.after(0, 10));
        seconds = 2;
        assertEquals(", 0:18 left", left.after(1, 10));
        seconds = 4;
        assertEquals(", 0:16 left", left.after(2, 10));
        assertEquals("", left.after(10, 10));
    }

    /** Loading, encoding and others before the first row do not count. What comes between rows does. */
    @Test
    void whatComesBeforeTheFirstRowDoesNotCount() {
        left.after(0, 10);
        seconds = 1000;
        left.begin();
        seconds = 1002;
        assertEquals(", 0:18 left", left.after(1, 10));
        seconds = 1003;
        left.begin();
        seconds = 1004;
        assertEquals(", 0:16 left", left.after(2, 10));
    }

    @Test
    void hoursAreToldAsSuch() {
        left.after(0, 3000);
        seconds = 3;
        assertEquals(", about 2 h 29 min left", left.after(1, 3000));
    }

    /** A run of seconds says nothing, nor does the end of one of hours. */
    @Test
    void whatIsShortIsNotWorthAWord() {
        left.afterIfLong(0, 10);
        seconds = 33;
        assertEquals("", left.afterIfLong(1, 10), "297 s");
        assertFalse(left.isLong());
        seconds = 75;
        assertEquals(", 5:00 left", left.afterIfLong(2, 10));
        assertTrue(left.isLong());
        seconds = 90;
        assertEquals("", left.afterIfLong(9, 10));
        assertFalse(left.isLong());
        assertEquals("", left.afterIfLong(10, 10));
    }
}
