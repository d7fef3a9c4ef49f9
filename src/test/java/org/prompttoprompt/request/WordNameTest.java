package org.prompttoprompt.request;

import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A word's name is read and written in one way. */
class WordNameTest {
    @ParameterizedTest
    @CsvSource({
        "cat, cat, 0",
        "Cat, cat, 0",
        "'cat,', cat, 0",
        "cat#2, cat, 2",
        "(Cat#02, cat, 2",
        "cat#1, cat, 1",
        "#tag, tag, 0",
        "c#, c, 0",
        "#2, 2, 0",
        "cat#0, cat#0, 0",
        "cat#x, cat#x, 0",
        "cat#99999999999, cat#99999999999, 0",
        "a#b#3, a#b, 3",
        "''' ''', '', 0",
        "É, é, 0",
    })
    void namesAreReadAsTheyAreMeant(String text, String bare, int number) {
        assertEquals(new WordName(bare, number), WordName.parse(text));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (WordName name : new WordName[] {WordName.nth("cat", 1), WordName.nth("cat", 2), new WordName("cat", 1)}) {
            assertEquals(name, WordName.parse(name.toString()));
        }
        assertEquals("cat", WordName.nth("cat", 1).toString());
        assertEquals("cat#2", WordName.nth("cat", 2).toString());
        assertEquals("cat#1", new WordName("cat", 1).toString());
    }

    @Test
    void theFirstNeedsNoNumber() {
        assertTrue(WordName.parse("cat").isSame(WordName.parse("CAT#1")));
        assertFalse(WordName.parse("cat").isSame(WordName.parse("cat#2")));
        assertFalse(WordName.parse("cat#2").isSame(WordName.parse("dog#2")));
    }
}
