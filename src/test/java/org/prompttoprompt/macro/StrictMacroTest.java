package org.prompttoprompt.macro;

import static org.junit.jupiter.api.Assertions.*;

import ij.Macro;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.command.WordSwap;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

class StrictMacroTest {
    private static final List<String> KEYS = List.of("prompt", "target", "tau", "selfattention", "model");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "prompt=[a cat [x]] target=dog tau=[0.1, 0.2] model=",
                "model= prompt='a cat' tau=0:0.1:1",
                "prompt=[E = mc2, 'quoted', a/b] target=[say \"hi\"]",
                "tau=1 prompt=[what tau=2 means]",
            })
    void passesWhatImageJReadsAsMeant(String options) {
        assertDoesNotThrow(() -> StrictMacro.check("Word Swap...", options, KEYS));
    }

    /** Options, what the message must name, and the corrected options that it must show. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prompt=cat tua=0.3                | 'tua'           | prompt=cat tau=0.3",
                "prompt=cat selfAttention=0.3      | 'selfAttention' | prompt=cat selfattention=0.3",
                "prompt=[a cat target=dog          | do not close    | prompt=[a cat] target=dog",
                "prompt=[a ] cat] target=dog       | do not close    | prompt=[a cat] target=dog",
                "prompt=[a cat]] target=dog        | do not close    | prompt=[a cat] target=dog",
                "prompt=[a tau=2 cat] target=dog   | 'tau='          | prompt=[a tau =2 cat] target=dog",
                "prompt=[a tau=2 cat] tau=1        | 'tau='          | prompt=[a tau =2 cat] tau=1",
                "prompt=cat tau=1 tau=2            | twice           | prompt=cat tau=1",
                "prompt=a cat                      | 'cat'           | prompt=[a cat]",
                "prompt=a red ball target=a blue ball tau=0.5 | 'red' | prompt=[a red ball] target=[a blue ball] tau=0.5",
                "prompt=cat tau=0.2, 0.5, 0.8      | '0.5,'          | prompt=cat tau=[0.2, 0.5, 0.8]",
                "prompt=\"a red ball\"             | 'red'           | prompt=[a red ball]",
                "prompt = [a red ball] tau=1       | 'prompt'        | prompt=[a red ball] tau=1",
                "prompt=[a ball]target=[a cube]    | do not close    | prompt=[a ball] target=[a cube]",
                "prompt=[a ball], target=[a cube]  | do not close    | prompt=[a ball] target=[a cube]",
                "prompt=[a ball] zzzzzzzz=5        | There are: prompt, target | prompt=[a ball]",
                "prompt=[a ball] tau               | 'tau'           | prompt=[a ball]",
                "prompt=[a [ball] tau=1            | do not close    | prompt=[a ball] tau=1",
                "prompt='a ball tau=1              | do not close    | prompt=[a ball] tau=1",
            })
    void showsTheCorrectedLine(String options, String named, String corrected) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> StrictMacro.check("Word Swap...", options, KEYS))
                .getMessage();
        assertTrue(message.contains(named), message);
        assertTrue(message.endsWith("run(\"Word Swap...\", \"" + corrected + "\");"), message);
        assertDoesNotThrow(() -> StrictMacro.check("Word Swap...", corrected, KEYS));
    }

    /** The test's table 0 has another tau than the present one: a line that it was recorded with keeps it. */
    @Test
    void aRecordedLineTakesTheDefaultsOfItsTime() {
        Map<String, String> old = StrictMacro.check("Word Swap...", "prompt=[a cat] target=[a dog] defaults=0", KEYS);
        assertEquals(Map.of("prompt", "a cat", "target", "a dog", "tau", "0.7", "model", ""), old);
        Map<String, String> present = StrictMacro.check("Word Swap...", "prompt=cat defaults=1 model=x", KEYS);
        assertEquals("model", present.get("tau"));
        assertEquals("x", present.get("model"), "what is given stays");
        assertFalse(present.containsKey(Defaults.KEY));
        assertEquals(Map.of("prompt", "cat"), StrictMacro.check("Word Swap...", "prompt=cat", KEYS), "by hand");
        assertEquals(
                "0.2",
                StrictMacro.check("Word Swap...", "prompt=[no defaults=0 here] tau=0.2", KEYS)
                        .get("tau"));
    }

    @Test
    void aLineOfANewerVersionIsRefused() {
        for (String number : List.of("2", "99")) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> StrictMacro.check("Word Swap...", "prompt=cat defaults=" + number, KEYS))
                    .getMessage();
            assertTrue(message.startsWith("defaults=" + number + ": this version of Prompt-to-Prompt knows"), message);
        }
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> StrictMacro.check("Word Swap...", "prompt=cat tua=0.2 defaults=1", KEYS))
                .getMessage();
        assertTrue(message.endsWith("run(\"Word Swap...\", \"prompt=cat tau=0.2 defaults=1\");"), message);
    }

    @Test
    void aCommandWithoutParametersSaysSo() {
        for (String options : List.of("seed=5", "prompt=[a cat]", "foo")) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> StrictMacro.check("Metrics", options, List.of()))
                    .getMessage();
            assertEquals("'Metrics' takes no parameters.\nWrite:\nrun(\"Metrics\");", message);
        }
        assertDoesNotThrow(() -> StrictMacro.check("Metrics", "", List.of()));
    }

    @Test
    void aLineBreakSeparatesNothing() {
        for (String options : List.of("prompt=cat\ntau=0.2", "prompt=[a cat]\ntau=0.2", "prompt=cat\ttau=0.2")) {
            assertThrows(IllegalArgumentException.class, () -> StrictMacro.check("Word Swap...", options, KEYS));
        }
    }

    @Test
    void theRecorderWritesNoSingleWordThatStartsWithABracketOrQuote() throws Exception {
        try (Context context = new Context()) {
            Module swap = context.service(ModuleService.class)
                    .createModule(context.service(CommandService.class).getCommand(WordSwap.class));
            for (String fine : List.of("ball", "[a] ball", "a [ball]", "")) {
                swap.setInput("prompt", fine);
                assertDoesNotThrow(() -> MacroLine.requireRecordable(swap));
            }
            for (String wrong : List.of("[ball]", "'ball'")) {
                assertEquals("ball", Macro.getValue("prompt=" + wrong + " ", "prompt", null), "what ImageJ would read");
                swap.setInput("prompt", wrong);
                String message = assertThrows(IllegalArgumentException.class, () -> MacroLine.requireRecordable(swap))
                        .getMessage();
                assertTrue(message.startsWith("prompt=" + wrong), message);
            }
        }
    }

    @Test
    void agreesWithImageJAboutWhichTextIsAKey() {
        // The reason for the check: ImageJ finds the key inside the prompt.
        assertEquals("2", Macro.getValue("prompt=[a tau=2 cat] tau=1", "tau", null));
    }

    /** Whatever is proposed can be run: ImageJ reads it as it stands, and every value is one. */
    @Test
    void noProposalIsRefusedItself() {
        String[] pieces = {
            "prompt",
            "target",
            "tau",
            "tua",
            "seed",
            "steps",
            "words",
            "weight",
            "model",
            "=",
            "=",
            "=",
            "[",
            "]",
            "'",
            "\"",
            " ",
            " ",
            " ",
            ",",
            "a cat",
            "ball",
            "0.5",
            "0,5",
            "1e999999999",
            "0:0.1:1",
            "\\",
            "\n",
            "\t",
            "\u2212",
            "x"
        };
        List<String> keys = Task.SWAP.options().stream().map(Option::key).toList();
        Pattern line = Pattern.compile("(?s).*\nWrite:\nrun\\(\"Word Swap\\.\\.\\.\"(?:, \"(.*)\")?\\);");
        Random random = new Random(7);
        int proposals = 0;
        for (int n = 0; n < 4_000; n++) {
            StringBuilder garbage = new StringBuilder();
            for (int i = random.nextInt(14); i >= 0; i--) garbage.append(pieces[random.nextInt(pieces.length)]);
            try {
                StrictMacro.check("Word Swap...", garbage.toString(), keys);
                continue;
            } catch (Refusal e) {
                Matcher proposed = line.matcher(e.getMessage());
                if (!proposed.matches()) continue;
                proposals++;
                String options =
                        proposed.group(1) == null ? "" : proposed.group(1).replaceAll("\\\\(.)", "$1");
                assertDoesNotThrow(() -> StrictMacro.check("Word Swap...", options, keys), garbage + " -> " + options);
                for (String key : keys) {
                    String value = Macro.getValue(options, key, null);
                    if (value != null) assertDoesNotThrow(() -> Option.of(key).read(value), garbage + " -> " + options);
                }
            }
        }
        assertTrue(proposals > 200, proposals + " proposals");
    }
}
