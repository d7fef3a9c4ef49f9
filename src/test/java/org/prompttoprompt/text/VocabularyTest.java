package org.prompttoprompt.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static final Vocabulary WORDS = new Vocabulary(List.of("a", "red", "cube", "ball"));

    @Test
    void unknownWordsComeWithTheNearestKnownOne() {
        Tokens tokens = TokensTest.TOKENIZER.encode("A red kube, a bal");
        assertEquals(Map.of("kube", Optional.of("cube"), "bal", Optional.of("ball")), WORDS.unknown(tokens));
    }

    @Test
    void ofTheSignsItKnowsTheComma() {
        assertEquals(
                Map.of("!", Optional.empty()), WORDS.unknown(TokensTest.TOKENIZER.encode("a red, red ball, ball!!")));
        assertEquals(Map.of(".", Optional.empty()), WORDS.unknown(TokensTest.TOKENIZER.encode("a ball .")));
    }

    @Test
    void aWordThatIsNoSlipHasNoNearest() {
        Tokens tokens = TokensTest.TOKENIZER.encode("a zebra");
        assertEquals(Map.of("zebra", Optional.empty()), WORDS.unknown(tokens));
        assertEquals(Optional.empty(), Vocabulary.nearest("tau", List.of()));
    }

    @Test
    void aModelWithoutAListKnowsEveryWord() {
        assertTrue(new Vocabulary(List.of())
                .unknown(TokensTest.TOKENIZER.encode("anything"))
                .isEmpty());
    }

    @Test
    void countsEdits() {
        assertEquals(3, Vocabulary.distance("kitten", "sitting"));
        assertEquals(0, Vocabulary.distance("tau", "tau"));
        assertEquals(3, Vocabulary.distance("", "tau"));
        assertEquals(1, Vocabulary.distance("tua", "tau"));
    }
}
