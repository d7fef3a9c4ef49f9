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
                "a cat <lora:ink:0.8>@lora=<its file>",
                "a cat, embedding:bad@embeddings=<its file>",
                "a [cat:dog:0.5]@word swap",
                "a ((cat))@words=<word> <weight>",
                "a [[cat]]@words=<word> <weight>",
                "a cat++ on a mat@words=<word> <weight>",
                "a (fluffy:1.3 cat@not closed",
                "a (fluffy cat:1.3, on a mat@words=<word> <weight>",
                "a cat BREAK on a mat@Take the word out",
                "a cat,BREAK,a mat@Take the word out",
                "a cat AND a dog@'and' in small letters",
                "a cat :1.2 AND a dog:0.5@'and' in small letters",
                "a [cat|dog]@word swap",
                "a [cat:10] on a mat@word swap",
                "a [cat::10] on a mat@word swap",
                "a {red|blue} ball@macro's loop",
                "a __colour__ ball@macro's loop",
                "('a cat', 'a dog').blend(0.5, 0.5)@macro's loop",
                "a {{cat}}@words=<word> <weight>",
                "a (cat)1.3 on a mat@words=<word> <weight>",
                "a (cat)+ on a mat@words=<word> <weight>",
                "cat::2 dog@words=<word> <weight>",
                "a cat \\(animal\\)@without it",
                "a cat <hypernet:ink:0.8>@lora=<its file>",
                "a cat --ar 16:9@width, height",
                "a cat --no dogs@negative",
            })
    void otherSignsAreRefusedWithTheirCure(String promptAndCure) {
        String[] parts = promptAndCure.split("@");
        String message = assertThrows(Refusal.class, () -> ForeignSigns.refuse(Option.PROMPT, parts[0]))
                .getMessage();
        assertTrue(message.startsWith("prompt=" + parts[0] + ": '"), message);
        assertTrue(message.contains(parts[1]), message);
    }

    @Test
    void otherParenthesesAreText() {
        for (String text : new String[] {
            "a cat (from 2:30 on) and (a dog), at 10:15",
            "a clock (time 10:30), well-known, C++-like [sic]",
            "a cat (a grey one) on a mat",
            "a cat (grey",
            "a photo [of a cat] at 16:9, f/2.8, 1:1 scale",
            "scene (3 cells: 2 red, 1 green)",
            "two kinds (cells:2 red)",
            "a sign that says (open: 9 to 5",
            "land and AndroidAND, ANDES, breakfast",
            "A CAT AND A DOG BREAK BREAD",
            "cells -- stained -- on a slide",
            "hematoxylin/eosin (H&E), 40x",
            "a t-shirt {"
        }) {
            assertDoesNotThrow(() -> ForeignSigns.refuse(Option.PROMPT, text), text);
            assertDoesNotThrow(() -> ForeignWeight.refuse(Option.PROMPT, text), text);
        }
    }

    @Test
    void aDecimalCommaIsAWeightToo() {
        String message = assertThrows(Refusal.class, () -> ForeignWeight.refuse(Option.PROMPT, "a (fluffy:1,3) cat"))
                .getMessage();
        assertTrue(message.contains("Write prompt=a fluffy cat") && message.contains("words=fluffy 1.3"), message);
    }
}
