package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.Option;

class ForeignWeightTest {
    @Test
    void aWeightInThePromptIsRefusedWithTheWayToWriteIt() {
        String message = assertThrows(
                        Refusal.class,
                        () -> ForeignWeight.refuse(Option.PROMPT, "a (very fluffy:1.3) cat, (red: -1) hat"))
                .getMessage();
        assertTrue(message.contains("Write prompt=a very fluffy cat, red hat"), message);
        assertTrue(message.contains("words=very 1.3, fluffy 1.3, red -1"), message);
        assertTrue(message.contains("It differs"), message);
        String negative = assertThrows(Refusal.class, () -> ForeignWeight.refuse(Option.NEGATIVE, "(blur:1.2)"))
                .getMessage();
        assertTrue(negative.endsWith("Write negative=blur."), negative);
    }

    /** Signs have no attention of their own that could be weighed. */
    @Test
    void signsAreNoWords() {
        String message = assertThrows(Refusal.class, () -> ForeignWeight.refuse(Option.PROMPT, "(cat, dog:1.3)"))
                .getMessage();
        assertTrue(message.contains("words=cat 1.3, dog 1.3."), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a cat <lora:ink:0.8>|lora=<its file>",
                "a cat, embedding:bad|embeddings=<its file>",
                "a [cat:dog:0.5]|word swap",
                "a ((cat))|words=<word> <weight>",
                "a [[cat]]|words=<word> <weight>",
                "a cat++ on a mat|words=<word> <weight>",
            })
    void otherSignsAreRefusedWithTheirCure(String promptAndCure) {
        String[] parts = promptAndCure.split("\\|");
        String message = assertThrows(Refusal.class, () -> ForeignWeight.refuse(Option.PROMPT, parts[0]))
                .getMessage();
        assertTrue(message.startsWith("prompt=" + parts[0] + ": '"), message);
        assertTrue(message.contains(parts[1]), message);
    }

    @Test
    void otherParenthesesAreText() {
        assertDoesNotThrow(() -> ForeignWeight.refuse(Option.PROMPT, "a cat (from 2:30 on) and (a dog), at 10:15"));
        assertDoesNotThrow(
                () -> ForeignWeight.refuse(Option.PROMPT, "a clock (time 10:30), well-known, C++-like [sic]"));
    }
}
