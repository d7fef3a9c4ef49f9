package org.prompttoprompt.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.request.WordName;

/** Words and their tokens; in this vocabulary squirrel is two tokens, cat and castle are one each. */
class TokensTest {
    static final ClipTokenizer TOKENIZER =
            ClipTokenizer.open(Path.of("src/test/resources/golden/models/tiny-sd1/tokenizer"));

    private static String refusal(String prompt, String word) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> TOKENIZER.encode(prompt).find(word))
                .getMessage();
    }

    @Test
    void aWordGivesAllItsTokens() {
        assertEquals(
                List.of(2, 3), TOKENIZER.encode("a squirrel next to a castle").find("squirrel"));
        assertEquals(List.of(7), TOKENIZER.encode("a squirrel next to a castle").find("castle"));
    }

    @Test
    void caseAndPunctuationDoNotMatter() {
        assertEquals(List.of(2), TOKENIZER.encode("a Cat, next to a castle.").find("cAT"));
        assertEquals(List.of(2), TOKENIZER.encode("a cat, next to a castle.").find("cat,"));
    }

    @Test
    void occurrencesAreNumberedFromOne() {
        Tokens tokens = TOKENIZER.encode("a cat next to a cat");
        assertEquals(List.of(2), tokens.find("cat#1"));
        assertEquals(List.of(6), tokens.find("cat#2"));
        assertTrue(tokens.has(WordName.parse("cat#2")));
        assertFalse(TOKENIZER.encode("a cat").has(WordName.parse("cat#2")));
    }

    @Test
    void charactersOfATokenAreThoseOfThePrompt() {
        Tokens tokens = TOKENIZER.encode("a  squirrel\tnext");
        assertEquals("a squirrel next", tokens.prompt());
        Tokens.Token first = tokens.tokens().get(2);
        Tokens.Token second = tokens.tokens().get(3);
        assertEquals("squirrel", tokens.prompt().substring(first.start(), second.end()));
        assertEquals(first.end(), second.start());
    }

    @Test
    void idsArePaddedAndFramed() {
        Tokens tokens = TOKENIZER.encode("");
        assertEquals(TOKENIZER.maxTokens(), tokens.ids().size());
        assertEquals(1, tokens.end());
        assertEquals(tokens.ids().get(1), tokens.ids().get(TOKENIZER.maxTokens() - 1), "this model pads with its end");
    }

    @Test
    void anUnknownWordIsRefusedWithTheWordsThereAre() {
        String message = refusal("a cat next to a castle", "dog");
        assertTrue(message.contains("'dog' does not occur"), message);
        assertTrue(message.contains("a, cat, next, to, castle"), message);
    }

    @Test
    void anEmptyWordIsRefused() {
        assertTrue(refusal("a cat", " ").contains("does not occur"));
        assertTrue(refusal("a cat , a dog", ",").contains("does not occur"));
    }

    @Test
    void anAmbiguousWordIsRefusedWithItsOccurrences() {
        assertTrue(refusal("a cat next to a cat", "cat").contains("cat#1, cat#2"));
        assertTrue(refusal("a cat next to a cat", "cat#3").contains("occurs 2 times"));
        assertTrue(refusal("a cat", "cat#x").contains("number of an occurrence"));
    }

    @Test
    void aWordBeyondTheModelsLengthIsToldAndRefused() {
        String prompt = "a ".repeat(TOKENIZER.maxTokens() - 2) + "cat";
        Tokens tokens = TOKENIZER.encode(prompt);
        assertEquals(List.of("cat"), tokens.cut());
        assertEquals(TOKENIZER.maxTokens(), tokens.ids().size());
        assertTrue(refusal(prompt, "cat").contains("reads 75 tokens"));
    }

    @Test
    void aFolderWithoutATokenizerIsNamed(@TempDir Path folder) {
        String message = assertThrows(IllegalArgumentException.class, () -> ClipTokenizer.open(folder))
                .getMessage();
        assertTrue(message.contains(folder.toString()) && message.contains("vocab.json"), message);
    }

    @Test
    void aWordIsFoundWithoutTheSignsThatTouchIt() {
        assertEquals(List.of(3), TOKENIZER.encode("a (cat) next").find("cat"));
        assertEquals(List.of(2), TOKENIZER.encode("a cat) next").find("cat"));
    }

    /** Three bytes, each a token of its own here: all stand for the one letter. */
    @Test
    void aLetterOfSeveralTokensIsFoundWhole() {
        Tokens tokens = TOKENIZER.encode("a \u65e5 cat");
        assertEquals(List.of(2, 3, 4), tokens.find("\u65e5"));
        assertEquals(List.of(5), tokens.find("cat"));
    }

    @Test
    void aRefusalNamesNoWordThatWasCutOff() {
        String prompt = "a ".repeat(TOKENIZER.maxTokens() - 2) + "cat";
        assertTrue(refusal(prompt, "dog").endsWith("Its words: a"), refusal(prompt, "dog"));
    }
}
