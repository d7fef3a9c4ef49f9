package org.prompttoprompt.request;

import static org.junit.jupiter.api.Assertions.*;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.prompttoprompt.Refusal;

/** What each text means, and what is said of texts that mean nothing. */
class ValuesTest {
    /** No value of any option but those that take any text. */
    static final List<String> NEVER = List.of(
            "abc",
            "NaN",
            "Infinity",
            "-Infinity",
            "1e999999999",
            "-1e999999999",
            "1e-999999999",
            "1e99999999999999999999",
            "9".repeat(10_000),
            "0." + "1".repeat(10_000),
            "\u22121",
            "0.2\u20130.8",
            "0x10",
            "1f",
            "1_000",
            "\u0663",
            "1.2.3",
            "--1",
            "1-",
            "-",
            "+",
            ".",
            "1e",
            "e1",
            "0.5 0.8 1",
            "[0.5]",
            "'0.5'",
            "0.1,",
            ",",
            "1,,2",
            "0.2;0.5",
            ":",
            "0:1",
            "0:0:1",
            "0:-1:1",
            "0:1e-9:1",
            "1:2:3:4",
            "0:1e-999999999:1",
            "0:1:1e999999999",
            "0.8-0.2",
            "1e1-2",
            "0.1-0.2-0.3",
            "100000000000000000000",
            "-100000000000000000000");

    static final Set<Option> ANY_TEXT = EnumSet.of(
            Option.PROMPT,
            Option.TARGET,
            Option.NEGATIVE,
            Option.SCHEDULER,
            Option.MODEL,
            Option.LORA,
            Option.EMBEDDINGS,
            Option.VAE,
            Option.MASK);
    /** Any single piece without commas may be a word, which a prompt must have. */
    static final Set<Option> LISTS_OF_WORDS = EnumSet.of(Option.WORDS, Option.BLEND, Option.KEEP, Option.OBJECT);

    static Stream<Arguments> optionsAndTexts() {
        return Arrays.stream(Option.values())
                .filter(option -> !ANY_TEXT.contains(option) && !LISTS_OF_WORDS.contains(option))
                .flatMap(option -> NEVER.stream().map(text -> Arguments.of(option, text)));
    }

    /** Only a refusal, in no time: never an exception of Java's own, never a value that was not meant. */
    @ParameterizedTest
    @MethodSource("optionsAndTexts")
    void everyOptionRefusesEveryTextThatIsNoValue(Option option, String text) {
        Refusal refusal = assertTimeoutPreemptively(
                java.time.Duration.ofSeconds(5), () -> assertThrows(Refusal.class, () -> option.read(text)));
        assertEquals(Refusal.class, refusal.getClass());
        assertTrue(refusal.getMessage().startsWith(option.key() + "=" + text + ": "), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "1e400, is too large",
        "1E+999999999, is too large",
        "1e99999999999, is too large",
        "-1e400, is too small",
        "1e-400, is too close to 0",
        "-1e-99999999999, is too close to 0",
        "0.00000000000000000000000000000000000000000001, has too many digits",
    })
    void numbersWithoutMeaningAreToldBySize(String text, String why) {
        for (Option option : List.of(Option.WEIGHT, Option.STEPS, Option.SEED, Option.TAU)) {
            String message =
                    assertThrows(Refusal.class, () -> option.read(text)).getMessage();
            assertTrue(message.startsWith(option.key() + "=" + text + ": '" + text + "' " + why + "."), message);
        }
    }

    @Test
    void everyDefaultIsAValue() {
        for (Task task : Task.values()) {
            for (Option option : task.options()) option.read(task.defaultValue(option));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4, 4",
        "4.0, 4",
        "+4, 4",
        "04, 4",
        "1e1, 10",
        "10e0, 10",
        "1E+1, 10",
        "100e-1, 10",
        "-0, 0",
        "0e999999999, 0",
        "' 4 ', 4",
        "'\u00a04', 4",
        "4., 4",
        "1000, 1000",
    })
    void wholeNumbersHoweverTheyAreWritten(String text, int number) {
        assertEquals(number, Values.whole("steps", text, 0, 1000));
        assertEquals(number, EditRequest.of(Task.GENERATE).with("steps", text).whole(Option.STEPS, 0, 1000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "steps     | 1e9    | from 0 to 1000",
                "steps     | 2.5    | no whole number",
                "steps     | 1e-1   | no whole number",
                "steps     | -3     | from 0 to 1000",
                "steps     | 1,000  | decimals have a point",
                "width     | 64.5   | no whole number",
                "guidance  | 7,5    | decimals have a point, as in 0.5",
                "guidance  | -1     | from 0 to 1000",
                "threshold | 0,5    | decimals have a point",
                "threshold | 2      | from 0 to 1",
                "seed      | 1.5    | no whole number of 64 bits",
                "seed      | 1e30   | no whole number of 64 bits",
                "seed      | 1:0.5:3 | no whole number of 64 bits",
                "tau       | 0,5    | decimals have a point, as in 0.5",
                "tau       | 0:0,1:1 | decimals have a point",
                "tau       | 0,2-0,8 | decimals have a point",
                "tau       | 1.5    | no share of the steps between 0 and 1",
                "tau       | -0.5   | no share of the steps between 0 and 1",
                "tau       | 0.8-0.2 | ends before it begins",
                "tau       | \u22120.5 | typographic dash; write -0.5",
                "tau       | 0.2\u20130.8 | typographic dash; write 0.2-0.8",
                "tau       | 0.1,,0.2 | a value is missing",
                "weight    | 1e4    | out of range. Give a number from -1000 to 1000",
                "weight    | -2:1   | is no range first:step:last",
                "words     | red ball | Separate words by commas, as in 'fluffy, red -1'",
                "words     | red ball -1 | Separate words by commas",
                "words     | red,,ball | a word is missing",
                "words     | red 1e9 | from -1000 to 1000",
                "words     | red 0:1:2 | is no number",
                "words     | red \u22121 | write -1",
                "windows   | car    | has no window of its own",
                "windows   | red car | nor is 'car' a window",
                "windows   | car 1.5 | no share of the steps",
                "blend     | cat 0.5 | values act on none here",
                "keep      | red cat | is no single word",
                "renormalise | Yes  | Give yes, no or model",
                "selfattention | none | is no number",
            })
    void saysWhatIsWrongAndWhatToGive(String key, String text, String said) {
        String message =
                assertThrows(Refusal.class, () -> Option.of(key).read(text)).getMessage();
        assertTrue(message.startsWith(key + "=" + text + ": ") && message.contains(said), message);
    }

    @Test
    void anExponentIsNoInterval() {
        assertEquals(List.of(Window.first(.1)), Values.windows("tau", "1e-1"));
        assertEquals(List.of(Window.of(.1, .8)), Values.windows("tau", "1e-1-8e-1"));
        assertEquals(Window.of(.1, .8), Values.window("tau", "0.1 - 0.8", "0.1 - 0.8"));
    }

    @Test
    void aRangeMayHaveOneValue() {
        assertEquals(List.of(.5), Values.numbers("weight", "0.5:0.1:0.5"));
        assertEquals(List.of(Window.first(.5)), Values.windows("tau", "0.5:0.1:0.5"));
        assertEquals(List.of(7L), Values.seeds("seed", "7:1:7"));
        assertEquals(List.of(.5), Values.numbers("weight", "0.5:-2:0.5"));
    }

    private static List<String> texts(EditRequest request, Option option) {
        return request.sweptValues(option).stream().map(SweptValue::text).toList();
    }

    @Test
    void numbersHaveOneSpellingInLabels() {
        EditRequest swap = EditRequest.of(Task.SWAP).with("tau", "-0, +.5, 1e0").with("seed", "1e3, -0, +7");
        assertEquals(List.of("0", "0.5", "1"), texts(swap, Option.TAU));
        assertEquals(List.of("1000", "0", "7"), texts(swap, Option.SEED));
        EditRequest weighed = EditRequest.of(Task.REWEIGHT).with("weight", "-0, 2.50, 1e2");
        assertEquals(List.of("0", "2.5", "100"), texts(weighed, Option.WEIGHT));
    }

    @Test
    void aListThatLooksLikeADecimalCommaIsReadAndSaid() {
        assertEquals(List.of(1., 5.), Values.weights("weight", "1,5"));
        assertEquals(
                Optional.of("weight=1,5 was read as the two values 1 and 5; with a point, 1.5, it is one."),
                Values.commaNote("weight", "1,5"));
        for (String list : List.of("1, 5", "1", "-1,2,3", "1.5,2", "0:0.1:1", "1,-5")) {
            assertEquals(Optional.empty(), Values.commaNote("weight", list), list);
        }
        EditRequest swap = EditRequest.of(Task.SWAP).with("tau", "0,1").with("seed", "1,2");
        assertEquals(1, swap.commaNotes().size());
        assertTrue(swap.commaNotes().get(0).startsWith("tau=0,1 "), "seeds are whole");
    }

    /** {@code red 1,5} would be a weight 1 and a word 5. */
    @Test
    void aDecimalCommaBehindAWordIsRefusedWithTheCure() {
        for (String[] slip :
                new String[][] {{"words", "red 1,5"}, {"words", "red -1,5, ball"}, {"windows", "car 0,4"}}) {
            String message = assertThrows(Refusal.class, () -> WordValue.parse(Option.of(slip[0]), slip[1]))
                    .getMessage();
            assertTrue(
                    message.contains("looks like one number. A comma separates values; decimals have a point"),
                    message);
        }
        assertEquals(2, WordValue.parse(Option.WORDS, "red 1, 5").size());
        assertEquals(2, WordValue.parse(Option.WORDS, "red 1,5th").size());
        assertEquals(2, WordValue.parse(Option.WORDS, "1,5").size());
    }

    @Test
    void zeroLeavesANumberToTheModelHoweverItIsWritten() {
        for (String zero : List.of("0", "0.0", "-0", "0e5", " 0 ")) {
            assertTrue(EditRequest.of(Task.SWAP).with("steps", zero).leavesToModel(Option.STEPS), zero);
        }
        for (String other : List.of("", "1e-1", "abc", "1e999999999")) {
            assertFalse(EditRequest.of(Task.SWAP).with("steps", other).leavesToModel(Option.STEPS), other);
        }
    }

    @Test
    void aThousandValuesAreTheMost() {
        assertEquals(1000, Values.numbers("weight", "1:1:1000").size());
        assertEquals(
                1000, Values.numbers("weight", "0," + "1,".repeat(998) + "1").size());
        for (String more : List.of("0:1:1000", "0," + "1,".repeat(999) + "1", "1:1:1000,1", "1:1:999,1:1:2")) {
            String message = assertThrows(Refusal.class, () -> Values.numbers("weight", more))
                    .getMessage();
            assertTrue(message.contains("more than 1000 values"), message);
        }
    }

    @Test
    void fortyDigitsOnEitherSideOfThePointAreTheMost() {
        assertEquals(List.of(1e39), Values.numbers("weight", "1" + "0".repeat(39)));
        assertEquals(List.of(1e-40), Values.numbers("weight", "1e-40"));
        assertEquals(List.of(7.), Values.numbers("weight", "0".repeat(79) + "7"));
        for (String more : List.of("1" + "0".repeat(40), "1e-41", "0".repeat(80) + "7", "1e40")) {
            String message = assertThrows(Refusal.class, () -> Values.numbers("weight", more))
                    .getMessage();
            assertTrue(message.matches("(?s).*(too many digits|too large|too close to 0).*"), message);
        }
    }

    @Test
    void aNameHasNoValue() {
        assertEquals(List.of(new WordName("cat", 0), new WordName("ball", 2)), WordValue.names("word", "Cat , ball#2"));
        for (String wrong : List.of("red cat", "cat,", "cat 2")) {
            String message = assertThrows(Refusal.class, () -> WordValue.names("word", wrong))
                    .getMessage();
            assertTrue(message.startsWith("word=" + wrong + ": ") && message.endsWith("as in 'cat, ball'."), message);
        }
    }

    @Test
    void anIntervalHasNoOrderUnlessItBeginsWithTheCourse() {
        assertEquals(
                new SweptValue("0.8", java.util.OptionalDouble.of(.8), java.util.Optional.of(Window.of(0, .8))),
                SweptValue.of(Window.of(0, .8)));
        assertEquals(
                new SweptValue("0.2-0.8", java.util.OptionalDouble.empty(), java.util.Optional.of(Window.of(.2, .8))),
                SweptValue.of(Window.of(.2, .8)));
    }

    /** One wording for all words that stand for something; a sampler's name may be written in any letters. */
    @ParameterizedTest
    @CsvSource({
        "mixing, LINEAR, linear", "soft, Yes, yes", "method, Direct, direct", "spacing, TRAILING, trailing",
        "prediction, Epsilon, epsilon", "tau, MODEL, model", "feather, Auto, auto", "channel, SHOWN, shown",
        "strength, Model, model", "rescale, MODEL, model", "originalsize, IMAGE, image", "selfattention, Model, model",
        "speed, FAST, fast", "renormalise, NO, no"
    })
    void whatDiffersByCapitalLettersIsToldSo(String key, String text, String word) {
        String told =
                assertThrows(Refusal.class, () -> Option.of(key).read(text)).getMessage();
        assertTrue(
                told.startsWith(key + "=" + text + ": '" + text + "' is written '" + word + "'. Give ")
                        && told.contains(word),
                told);
    }

    @Test
    void whatIsReadIsReturned() {
        assertEquals("no", Values.choice("renormalise", "no", List.of("yes", "no")));
        assertEquals(List.of(-2., -.5, 1.), Values.weights("weight", "-2:1.5:1"));
        assertEquals(-1.5, Values.weight("words", "red -1.5", "-1.5"));
    }
}
