package org.prompttoprompt.dataset;

import static org.junit.jupiter.api.Assertions.*;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is in too many images, worked by hand. */
class BalanceTest {
    private static Entry entry(String id, String split, String... things) {
        return new Entry(
                id,
                Entry.IMAGE,
                "",
                id,
                2,
                split,
                "",
                Hash.of(id),
                8,
                8,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                "",
                LabelKind.WORDS,
                List.of(things),
                Collections.nCopies(things.length, 4));
    }

    private static List<Entry> entries() {
        List<Entry> all = new ArrayList<>();
        for (int i = 0; i < 9; i++) all.add(entry("ball" + i, "train", "ball", "ball"));
        for (int i = 0; i < 3; i++) all.add(entry("cube" + i, "train", "cube"));
        all.add(entry("both", "train", "ball", "cube"));
        for (int i = 0; i < 5; i++) all.add(entry("test" + i, "test", "ball"));
        return all;
    }

    @Test
    void noThingIsInMoreThanSoManyTimesTheRarest() {
        // Balls are in 10 training images, cubes in 4.
        for (double most : new double[] {1, 1.5, 2}) {
            Map<String, String> rejected = new Balance(most).rejected(entries());
            assertEquals(10 - (int) Math.ceil(4 * most), rejected.size());
            for (String id : rejected.keySet()) assertTrue(id.startsWith("ball"), "a cube, or another part: " + id);
            assertTrue(rejected.containsValue("too many of ball"));
        }
        assertEquals(Map.of(), new Balance(2.5).rejected(entries()));
        assertEquals(Map.of(), new Balance(0).rejected(entries()));
    }

    @Test
    void whatGoesFollowsNoOrder() {
        List<Entry> shuffled = entries();
        Collections.shuffle(shuffled, new Random(1));
        assertEquals(new Balance(1).rejected(entries()), new Balance(1).rejected(shuffled));
    }
}
