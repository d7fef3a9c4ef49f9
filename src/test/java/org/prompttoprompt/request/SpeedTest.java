package org.prompttoprompt.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.Refusal;

class SpeedTest {
    @Test
    void exactLeavesNothingOut() {
        assertEquals(Speed.EXACT, Speed.of("exact"));
        assertEquals(Speed.EXACT, Speed.of("guided 0-1, every 1"));
        assertEquals(new Speed(Window.ALWAYS, 1, 1, Window.NEVER, 1), Speed.EXACT);
        for (String name : Speed.names().subList(1, 3)) assertNotEquals(Speed.EXACT, Speed.of(name));
        assertEquals(Option.SPEED.defaultValue(), Speed.names().get(0));
    }

    @Test
    void partsAreReadInAnyOrder() {
        assertEquals(
                new Speed(Window.of(0.1, 0.6), 3, 2, Window.of(0.7, 1), 2),
                Speed.of("frozen 0.7, every 3, downsample 2, layers 2, guided 0.1-0.6"));
        assertEquals(new Speed(Window.of(0, 0.6), 1, 1, Window.NEVER, 1), Speed.of("guided 0.6"));
    }

    /** What names leave out was measured, and the page tells both: who changes one has to measure anew. */
    @Test
    void namesLeaveOutWhatThePageSays() throws Exception {
        String page = Files.readString(Path.of("src/doc/speed.md"));
        Matcher fast = Pattern.compile("`fast`[^`]* is `([^`]+)`").matcher(page);
        assertTrue(fast.find());
        assertEquals(Speed.of(fast.group(1)), Speed.of("fast"));
        Matcher fastest = Pattern.compile("`fastest`[^`]* is `([^`]+)`").matcher(page);
        assertTrue(fastest.find());
        assertEquals(Speed.of(fastest.group(1)), Speed.of("fastest"));
        assertTrue(fastest.find(), "of few steps");
        assertEquals(Speed.of(fastest.group(1)), Speed.of("fastest", 9));
    }

    /** Who gives parts gets them. */
    @Test
    void inFewStepsNamesLeaveOutLess() {
        Speed few = Speed.of("fastest", 9);
        assertEquals(2, few.every());
        assertEquals(3, few.within(3).layers());
        assertEquals(2, few.downsample());
        assertEquals(Window.NEVER, few.frozen());
        assertEquals(Window.ALWAYS, few.guided());
        assertEquals(Speed.EXACT, Speed.of("fast", 9));
        for (String name : Speed.names()) assertEquals(Speed.of(name), Speed.of(name, 10));
        assertEquals(Speed.EXACT, Speed.of("exact", 2));
        assertEquals(2, Speed.of("every 2", 2).every());
        assertEquals(1, Speed.of("every 2", 2).within(3).layers());
        assertEquals(
                Optional.of(
                        "In fewer than 10 steps fast leaves out nothing, as neighbours are far apart there: take steps=10"
                                + " or more, or speed=fastest for a first look."),
                Speed.ofFew("fast", 9));
        assertEquals(
                Optional.of("In fewer than 10 steps fastest leaves out less, as neighbours are far apart there: take"
                        + " steps=10 or more."),
                Speed.ofFew("fastest", 9));
        for (String same : List.of("exact", "every 2", "guided 0-0.7, every 2, frozen 0.7"))
            assertEquals(Optional.empty(), Speed.ofFew(same, 2));
        for (String name : Speed.names()) assertEquals(Optional.empty(), Speed.ofFew(name, 10));
        EditRequest request = EditRequest.of(Task.GENERATE)
                .with("rescale", 0)
                .with("clipskip", 0)
                .with("width", 512)
                .with("height", 512)
                .with("speed", "fastest");
        assertEquals(
                3, DrawnValues.of(request.with("steps", 4)).speed().within(3).layers());
        assertEquals(
                1, DrawnValues.of(request.with("steps", 10)).speed().within(3).layers());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quick | speed=quick: there is no part 'quick'. Give exact, fast or fastest, or parts such as",
                "EXACT | speed=EXACT: 'EXACT' is written 'exact'. Give exact",
                "Guided 0.5 | 'Guided' is written 'guided'. Give exact",
                "'' | speed=: it is empty. Give exact",
                "layers 2 | and every is not there. Give exact",
                "every 2, | a part is empty, and a comma stands between parts. Give exact",
                "fast, every 3 | 'fast' stands alone. Give exact",
                "half 2 | there is no part 'half'. Give exact",
                "every 2, every 3 | every is there twice",
                "every 0 | speed=every 0: it is out of range. Give every a whole number of steps from 1 to 1000",
                "guided 0.5, every 2.5 | every 2.5: it is no whole number. Give every a whole number",
                "layers 10 | layers 10: it is out of range. Give layers a whole number from 1 to 9",
                "layers | 'layers' has no value. Give layers a whole number from 1 to 9",
                "guided 0.6-0.2 | guided 0.6-0.2: the interval 0.6-0.2 ends before it begins. Give guided a share",
                "guided 2-3 | guided 2-3: '2' is no share of the steps between 0 and 1. Give guided a share",
                "guided 0 - 0.7 | 'guided 0 - 0.7' is no name and one value. Give guided a share",
                "downsample 5 | downsample 5: it is out of range. Give downsample a whole number of pixels in each direction from 1 to 4",
                "frozen 1.5 | frozen 1.5: it is out of range. Give frozen the share of the steps from which on",
                "frozen -1 | frozen -1: it is out of range. Give frozen",
                "frozen x | frozen x: 'x' is no number. Give frozen",
                "every 2 3 | 'every 2 3' is no name and one value. Give every"
            })
    void whatCannotBeReadIsRefused(String text, String why) {
        String told = assertThrows(Refusal.class, () -> Option.SPEED.read(text)).getMessage();
        assertTrue(told.startsWith("speed=" + text + ": ") && told.contains(why) && told.contains("Give "), told);
    }
}
