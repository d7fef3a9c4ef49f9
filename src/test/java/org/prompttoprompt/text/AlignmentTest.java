package org.prompttoprompt.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.text.Alignment.Mode;

/** Alignments worked by hand: positions count from the start token. */
class AlignmentTest {
    /** 0 start, a cat next to a castle, 7 end. */
    private static final Tokens CAT = TokensTest.TOKENIZER.encode("a cat next to a castle");

    /** 0 start, a squ irrel next to a castle, 8 end. */
    private static final Tokens SQUIRREL = TokensTest.TOKENIZER.encode("a squirrel next to a castle");

    private static List<List<Integer>> first(int n, Alignment alignment) {
        return IntStream.range(0, n).mapToObj(alignment::sources).toList();
    }

    private static List<List<Integer>> each(int... sources) {
        return IntStream.of(sources).mapToObj(List::of).toList();
    }

    @Test
    void oneTokenIsSharedAmongTwo() {
        Alignment alignment = Alignment.swap(CAT, SQUIRREL, Mode.ALIGNED);
        assertEquals(each(0, 1, 2, 2, 3, 4, 5, 6, 7), first(9, alignment));
        assertEquals(0.5f, alignment.columns().get(2).share());
        assertEquals(0.5f, alignment.columns().get(3).share());
        assertEquals(1f, alignment.columns().get(4).share());
    }

    @Test
    void twoTokensAreAddedIntoOne() {
        Alignment alignment = Alignment.swap(SQUIRREL, CAT, Mode.ALIGNED);
        assertEquals(List.of(2, 3), alignment.sources(2));
        assertEquals(1f, alignment.columns().get(2).share());
        assertEquals(List.of(8), alignment.sources(7), "end takes end");
        assertEquals(List.of(76), alignment.sources(76), "the last pad has no partner left");
    }

    /** 0 start, a cat comma next: the comma takes the comma's map, whatever the words do. */
    @Test
    void theCommaBehindAWordStaysOutOfAnUnequalSwap() {
        Tokens cat = TokensTest.TOKENIZER.encode("a cat, next");
        Tokens squirrel = TokensTest.TOKENIZER.encode("a squirrel, next");
        Alignment longer = Alignment.swap(cat, squirrel, Mode.ALIGNED);
        assertEquals(each(0, 1, 2, 2, 3, 4, 5), first(7, longer));
        assertEquals(0.5f, longer.columns().get(3).share());
        assertEquals(1f, longer.columns().get(4).share());
        Alignment shorter = Alignment.swap(squirrel, cat, Mode.ALIGNED);
        assertEquals(List.of(List.of(0), List.of(1), List.of(2, 3), List.of(4), List.of(5)), first(5, shorter));
        Alignment published = Alignment.swap(cat, squirrel, Mode.REFERENCE);
        assertEquals(List.of(2, 3), published.sources(4), "published: the comma takes the cat's map too");
    }

    @Test
    void aCommaOfOnePromptAloneTakesNothingAndGivesNothing() {
        Tokens cat = TokensTest.TOKENIZER.encode("a cat, next");
        Tokens squirrel = TokensTest.TOKENIZER.encode("a squirrel next");
        assertEquals(each(0, 1, 2, 2, 4), first(5, Alignment.swap(cat, squirrel, Mode.ALIGNED)));
        Alignment added = Alignment.swap(squirrel, cat, Mode.ALIGNED);
        assertEquals(List.of(List.of(0), List.of(1), List.of(2, 3), List.of(), List.of(4)), first(5, added));
    }

    @Test
    void quotesAroundAWordFindTheirPartners() {
        Tokens cat = TokensTest.TOKENIZER.encode("a (cat), next");
        Tokens squirrel = TokensTest.TOKENIZER.encode("a (squirrel), next");
        Alignment alignment = Alignment.swap(cat, squirrel, Mode.ALIGNED);
        int cats = cat.find("cat").get(0);
        for (int token : squirrel.find("squirrel")) assertEquals(List.of(cats), alignment.sources(token));
        assertEquals(List.of(2), alignment.sources(2), "the opening bracket");
        int last = squirrel.words().get(1).tokens().size() + 1;
        assertEquals(List.of(cat.words().get(1).tokens().size() + 1), alignment.sources(last), "the closing one");
    }

    @Test
    void thePublishedSwapSlipsBehindTheWord() {
        Alignment alignment = Alignment.swap(CAT, SQUIRREL, Mode.REFERENCE);
        assertEquals(each(0, 1, 2, 2, 4, 5, 6, 7, 8), first(9, alignment));
    }

    @Test
    void anAddedPhraseIsNewAndTheRestKeepsItsPartners() {
        Tokens soup = TokensTest.TOKENIZER.encode("a cat");
        Tokens more = TokensTest.TOKENIZER.encode("a red cat");
        Alignment alignment = Alignment.refine(soup, more, Mode.ALIGNED);
        assertEquals(List.of(List.of(0), List.of(1), List.of(), List.of(2), List.of(3)), first(5, alignment));
    }

    @Test
    void padsOfAShorterTargetTakePads() {
        Tokens longer = TokensTest.TOKENIZER.encode("a red cat");
        Tokens shorter = TokensTest.TOKENIZER.encode("a cat");
        assertEquals(List.of(5), Alignment.refine(longer, shorter, Mode.ALIGNED).sources(4));
        assertEquals(
                List.of(4), Alignment.refine(longer, shorter, Mode.REFERENCE).sources(4));
    }

    @Test
    void aPromptIsItsOwnPartner() {
        assertTrue(Alignment.swap(CAT, CAT, Mode.ALIGNED).isIdentity());
        assertTrue(Alignment.refine(CAT, CAT, Mode.REFERENCE).isIdentity());
        assertFalse(Alignment.swap(CAT, SQUIRREL, Mode.ALIGNED).isIdentity());
    }

    @Test
    void aSwapOfUnequalLengthIsRefusedWithBothCounts() {
        Tokens shorter = TokensTest.TOKENIZER.encode("a cat");
        String message = assertThrows(IllegalArgumentException.class, () -> Alignment.swap(CAT, shorter, Mode.ALIGNED))
                .getMessage();
        assertTrue(message.contains("has 6") && message.contains("has 2") && message.contains("Add Phrase"), message);
    }

    /** Behind a longer word the published code names the target's own places, up to where the source's would end. */
    @Test
    void thePublishedSwapOfALongerWordLeavesTheLastPadAlone() {
        Alignment alignment = Alignment.swap(SQUIRREL, CAT, Mode.REFERENCE);
        assertEquals(List.of(3), alignment.sources(3));
        assertEquals(List.of(75), alignment.sources(75));
        assertEquals(List.of(), alignment.sources(76));
    }

    @Test
    void padsOfAFullSourceTakeItsLastToken() {
        Tokens full = TokensTest.TOKENIZER.encode("cat ".repeat(75));
        Alignment alignment = Alignment.refine(full, TokensTest.TOKENIZER.encode("cat"), Mode.ALIGNED);
        assertEquals(List.of(76), alignment.sources(3));
        assertEquals(List.of(76), alignment.sources(76));
    }

    @Test
    void aMatrixHasARowForEachSourceToken() {
        Alignment alignment = new Alignment(
                List.of(
                        new Alignment.Column(List.of(0, 1), .5f),
                        new Alignment.Column(List.of(), 0),
                        new Alignment.Column(List.of(1), 1)),
                2);
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                assertEquals(new Shape(2, 3), alignment.matrix(manager).getShape());
                assertArrayEquals(
                        new float[] {.5f, 0, 0, .5f, 0, 1},
                        alignment.matrix(manager).toFloatArray());
                assertArrayEquals(
                        new float[] {0, 1, 0}, alignment.isNew(manager).toFloatArray());
            }
            return null;
        });
    }
}
