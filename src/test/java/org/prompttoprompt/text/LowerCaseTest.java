package org.prompttoprompt.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Each letter in lower case knows where it came from, where one letter gives two, too. */
class LowerCaseTest {
    @Test
    void aLetterThatGrowsKeepsItsPlace() {
        LowerCase lower = new LowerCase("A\u0130B");
        assertEquals("ai\u0307b", lower.text());
        int[] starts = {0, 1, 1, 2};
        for (int i = 0; i < starts.length; i++) assertEquals(starts[i], lower.start(i), "start of " + i);
        // What ends behind the i ends behind the whole letter that it is a part of.
        int[] ends = {1, 2, 2, 3};
        for (int i = 0; i < ends.length; i++) assertEquals(ends[i], lower.end(i + 1), "end of " + (i + 1));
    }

    @Test
    void aTextOfNothingButSuchLettersHasRoom() {
        String text = "\u0130".repeat(50);
        LowerCase lower = new LowerCase(text);
        assertEquals(100, lower.text().length());
        assertEquals(50, lower.end(100));
    }
}
