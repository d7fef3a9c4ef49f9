package org.prompttoprompt.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;

class RandomSeedTest {
    private static String drawn(String seeds, Integer... numbers) {
        Iterator<Integer> next = List.of(numbers).iterator();
        return RandomSeed.drawn(seeds, next::next);
    }

    @Test
    void randomAndMinusOneAreDrawnAndNothingElseIs() {
        assertEquals("17", drawn("random", 17));
        assertEquals("17", drawn(" Random ", 17));
        assertEquals("17", drawn("-1", 17));
        assertEquals("17", drawn("-1.0", 17));
        assertEquals("5, 17, 18", drawn("5,-1, random", 17, 18));
        for (String others : List.of("42", "-10", "-2", "1,2", "1:1:8", "", "randomly", "-1:1:3"))
            assertEquals(others, drawn(others));
    }

    @Test
    void eachDrawIsAnotherAndASeed() {
        String first = RandomSeed.drawn("random");
        String second = RandomSeed.drawn("random");
        assertNotEquals(first, second);
        assertTrue(Values.seeds("seed", first).get(0) >= 0);
    }

    @Test
    void whatWasDrawnIsTold() {
        assertEquals(
                Optional.of(
                        "seed=-1 asks for a random seed, as in other programs, and was drawn: seed=17 makes the same"
                                + " again."),
                RandomSeed.note("-1", "17"));
        assertEquals(
                Optional.of("seed=random was drawn: seed=17 makes the same again."), RandomSeed.note("random", "17"));
        assertEquals(Optional.empty(), RandomSeed.note("17", "17"));
    }

    @Test
    void aRangeOverMinusOneIsRefused() {
        String message = assertThrows(Refusal.class, () -> Values.seeds("seed", "-2:1:2"))
                .getMessage();
        assertTrue(message.contains("the range holds -1, which stands for a random seed"), message);
        assertEquals(List.of(-3L, -2L), Values.seeds("seed", "-3:1:-2"));
    }
}
