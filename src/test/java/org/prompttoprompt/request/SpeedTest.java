package org.prompttoprompt.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.Refusal;

class SpeedTest {
    @Test
    void exactLeavesNothingOut() {
        assertEquals(Speed.EXACT, Speed.of("exact"));
        assertEquals(Speed.EXACT, Speed.of("guided 0-1, every 1"));
        assertEquals(new Speed(Window.ALWAYS, 1, 1, Window.NEVER), Speed.EXACT);
        for (String name : Speed.names().subList(1, 3)) assertNotEquals(Speed.EXACT, Speed.of(name));
        assertEquals(Option.SPEED.defaultValue(), Speed.names().get(0));
    }

    @Test
    void partsAreReadInAnyOrder() {
        assertEquals(
                new Speed(Window.of(0.1, 0.6), 3, 2, Window.of(0.7, 1)),
                Speed.of("frozen 0.7, every 3, layers 2, guided 0.1-0.6"));
        assertEquals(new Speed(Window.of(0, 0.6), 1, 1, Window.NEVER), Speed.of("guided 0.6"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quick | speed=quick: 'quick' is no name and value; a comma stands between parts",
                "every 2, every 3 | every is there twice",
                "'' | is no name and value",
                "every 0 | every=0",
                "every 2.5 | every=2.5",
                "layers 10 | layers=10",
                "guided 0.6-0.2 | ends before it begins",
                "guided 2 | '2' is no share",
                "frozen 1.5 | frozen=1.5",
                "half 2 | there is no part 'half'",
                "every 2 3 | 'every 2 3' is no name and value"
            })
    void whatCannotBeReadIsRefused(String text, String why) {
        String told = assertThrows(Refusal.class, () -> Option.SPEED.read(text)).getMessage();
        assertTrue(told.startsWith("speed") && told.contains(why) && told.contains("Give "), told);
    }
}
