package org.prompttoprompt.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.Refusal;

/** Which of the sampling steps a share or an interval means, worked by hand. */
class WindowTest {
    private static Window window(String text) {
        return Values.window("tau", text, text);
    }

    @ParameterizedTest
    @CsvSource({
        "0.58, 50, 0, 29",
        "0.29, 100, 0, 29",
        "0.8, 50, 0, 40",
        "0.4, 30, 0, 12",
        "0.8, 4, 0, 3",
        "0.5, 5, 0, 3",
        "0.49, 5, 0, 2",
        "0.5-0.9, 30, 15, 27",
        "0, 30, 0, 0",
        "1, 30, 0, 30",
        "0.01, 30, 0, 0",
        "0.99, 30, 0, 30",
        "1, 1, 0, 1"
    })
    void aShareOfTheStepsIsRoundedToTheNearestHalvesUp(String text, int steps, int start, int end) {
        Window window = window(text);
        assertEquals(List.of(start, end), List.of(window.start(steps), window.end(steps)));
    }

    /** What ends at a share and what begins there share no step and leave none out, for all shares in hundredths. */
    @Test
    void neighboursMeet() {
        for (int steps = 1; steps <= 100; steps++) {
            for (int share = 0; share <= 100; share++) {
                Window before = Window.first(share / 100.);
                Window after = Window.of(share / 100., 1);
                assertEquals(before.end(steps), after.start(steps));
                assertEquals(0, before.start(steps));
                assertEquals(steps, after.end(steps));
            }
        }
    }

    @Test
    void windowsThatAreWrittenDifferentlyAreEqual() {
        assertEquals(window("0.50"), window("0.5"));
        assertEquals("0.25-0.5", window("0.25-0.50").toString());
        assertEquals("0.0005", window("0.0005").toString());
        assertEquals("1", window("1.0").toString());
    }

    @Test
    void whatTwoWindowsHaveInCommon() {
        Window model = Window.first(.4);
        assertEquals(Window.NEVER, model.and(Window.of(.5, .9)));
        assertEquals(Window.of(.2, .4), model.and(Window.of(.2, .8)));
        assertEquals(Window.first(.1), model.and(Window.first(.1)));
        assertEquals(Window.NEVER, model.and(Window.NEVER));
        assertEquals(Window.NEVER, model.and(Window.of(.4, 1)));
    }

    @ParameterizedTest
    @CsvSource({"1.5", "0.8-0.2", "0.5-1.01"})
    void outsideOfTheCourseIsRefused(String text) {
        assertThrows(Refusal.class, () -> window(text));
    }

    /** 0.33 of ten steps are three and three tenths of the fourth; the shares of all steps add up to the window. */
    @Test
    void aStepIsInsideInPart() {
        Window window = Window.of(.05, .33);
        assertEquals(.5, window.share(0, 10));
        assertEquals(1, window.share(1, 10));
        assertEquals(.3, window.share(3, 10));
        assertEquals(0, window.share(4, 10));
        assertEquals(1, Window.first(.3).share(2, 10));
        assertEquals(0, Window.first(.3).share(3, 10));
        assertEquals(0, Window.NEVER.share(0, 10));
    }
}
