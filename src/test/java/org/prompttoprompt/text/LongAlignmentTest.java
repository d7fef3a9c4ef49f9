package org.prompttoprompt.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.text.Alignment.Column;
import org.prompttoprompt.text.Alignment.Mode;

/**
 * Alignments over two parts of 77 tokens, worked by hand: 0 start, 1 to 75 tokens, 76 end, 77 start, 78 and on. Seventy-four words
 * of one token come first, so that the next word is the last of the first part.
 */
class LongAlignmentTest {
    private static final int END = 76;
    private static final int SECOND = 77;
    private static final int LAST = 153;

    private static Tokens of(String rest) {
        Tokens tokens = TokensTest.TOKENIZER.encode("a ".repeat(74) + rest, 2);
        assertEquals(LAST + 1, tokens.ids().size());
        return tokens;
    }

    private static Alignment swap(String source, String target) {
        return Alignment.swap(of(source), of(target), Mode.ALIGNED);
    }

    @Test
    void aWordOverBothPartsSharesTheMapOfItsPartner() {
        Alignment alignment = swap("cat next", "squirrel next");
        assertEquals(new Column(List.of(75), .5f), alignment.columns().get(75));
        assertEquals(new Column(List.of(75), .5f), alignment.columns().get(78));
        assertEquals(List.of(78), alignment.sources(79), "next");
        assertEquals(List.of(END), alignment.sources(END));
        assertEquals(List.of(SECOND), alignment.sources(SECOND));
        assertEquals(List.of(79), alignment.sources(80), "end");
        assertEquals(List.of(80), alignment.sources(81), "padding");
        assertEquals(List.of(LAST - 1), alignment.sources(LAST));
    }

    @Test
    void aWordOfOnePartTakesTheMapsOfBoth() {
        Alignment alignment = swap("squirrel next", "cat next");
        assertEquals(new Column(List.of(75, 78), 1), alignment.columns().get(75));
        assertEquals(List.of(79), alignment.sources(78), "next");
        assertEquals(List.of(80), alignment.sources(79), "end");
        assertEquals(List.of(81), alignment.sources(80), "padding");
        assertEquals(List.of(LAST), alignment.sources(LAST));
    }

    @Test
    void theCommaTakesTheMapOfTheComma() {
        Alignment alignment = swap("cat, next", "squirrel, next");
        assertEquals(new Column(List.of(75), .5f), alignment.columns().get(78));
        assertEquals(List.of(78), alignment.sources(79), "comma");
        assertEquals(List.of(79), alignment.sources(80), "next");
    }

    @Test
    void aPromptIsItsOwnPartnerAndOneThatEndsInTheFirstPartToo() {
        assertTrue(swap("cat next to a castle", "cat next to a castle").isIdentity());
        assertTrue(swap("", "").isIdentity());
    }

    /** The words of both keep their partners, wherever they stand; those that were added are new. */
    @Test
    void anAddedPhrasePushesWordsIntoTheNextPart() {
        Alignment alignment = Alignment.refine(of("cat next"), of("red cat next"), Mode.ALIGNED);
        assertEquals(List.of(), alignment.sources(75), "red");
        assertEquals(List.of(75), alignment.sources(78), "cat");
        assertEquals(List.of(END), alignment.sources(END));
        assertEquals(List.of(78), alignment.sources(79), "next");
        assertEquals(List.of(SECOND), alignment.sources(SECOND));
        assertEquals(List.of(79), alignment.sources(80), "end");
    }
}
