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
        assertEquals("", left.after(1, 10));
        seconds = 4;
        assertEquals(", 0:16 left", left.after(2, 10));
        seconds = 6;
        assertEquals(", 0:14 left", left.after(3, 10));
        assertEquals("", left.after(10, 10));
    }

    /** The first step of four took 107 s, for it also warmed up, and each other 25 s. */
    @Test
    void theFirstRowsAndWhatComesBeforeThemDoNotCount() {
        left.after(0, 8);
        seconds = 1000;
        left.after(0, 8);
        seconds = 1107;
        assertEquals("", left.after(2, 8));
        seconds = 1132;
        assertEquals(", 0:50 left", left.after(4, 8));
        seconds = 1157;
        assertEquals(", 0:25 left", left.after(6, 8));
    }

    /** A task may run more than once. */
    @Test
    void anotherRunIsCountedAnew() {
        left.after(9, 10);
        seconds = 100;
        assertEquals("", left.after(1, 10));
        seconds = 102;
        assertEquals("", left.after(1, 10), "told twice");
        seconds = 104;
        assertEquals(", 0:32 left", left.after(2, 10));
    }

    @Test
    void hoursAreToldAsSuch() {
        left.after(1, 3001);
        seconds = 3;
        assertEquals(", about 2 h 29 min left", left.after(2, 3001));
    }

    /** A run of seconds needs no word of it, nor does the end of one of hours. */
    @Test
    void whatIsShortIsNotWorthAWord() {
        left.after(1, 11);
        seconds = 33;
        assertEquals(", 4:57 left", left.after(2, 11));
        assertFalse(left.isLong());
        seconds = 75;
        assertEquals(", 5:00 left", left.after(3, 11));
        assertTrue(left.isLong());
        seconds = 90;
        assertEquals(", 0:10 left", left.after(10, 11));
        assertFalse(left.isLong());
        assertEquals("", left.after(11, 11));
        assertFalse(left.isLong());
    }
}
