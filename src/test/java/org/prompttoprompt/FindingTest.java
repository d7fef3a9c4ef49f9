package org.prompttoprompt;

import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

/** Lines of reports begin alike wherever they are made, and a script finds them by their word. */
class FindingTest {
    @Test
    void linesBeginWithTheWordInOneColumn() {
        assertEquals("OK    model.safetensors", Finding.of(true, "model.safetensors"));
        assertEquals("FAIL  model.safetensors", Finding.of(false, "model.safetensors"));
        assertEquals("EXTRA notes.txt", Finding.EXTRA.line("notes.txt"));
        for (Finding one : Finding.values())
            assertEquals(Finding.indent().length(), one.begin().length());
    }

    @Test
    void aReportSaysWhatOneOfItsLinesBeginsWith() {
        assertTrue(Finding.FAIL.isIn("OK    one\nFAIL  two"));
        assertTrue(Finding.FAIL.isIn("FAIL  one"));
        assertFalse(Finding.FAIL.isIn("OK    one\nOK    FAIL  two\nFAILURES are told"));
    }
}
