package org.prompttoprompt.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * In which order pairs are shown, and which image stands left: by a seed, so that a comparison can be taken up again. Half of the pairs
 * have the first set's image on the left, which ones is chance.
 *
 * @param names in the order of showing
 * @param firstIsLeft by name
 */
record BlindOrder(List<String> names, Map<String, Boolean> firstIsLeft) {
    static BlindOrder of(List<String> names, long seed) {
        Random random = new Random(seed);
        List<String> order = new ArrayList<>(names);
        Collections.shuffle(order, random);
        List<Boolean> sides = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) sides.add(i % 2 == 0);
        // The odd one out is chance too.
        if (random.nextBoolean()) sides.replaceAll(side -> !side);
        Collections.shuffle(sides, random);
        Map<String, Boolean> left = new HashMap<>();
        for (int i = 0; i < order.size(); i++) left.put(order.get(i), sides.get(i));
        return new BlindOrder(List.copyOf(order), Map.copyOf(left));
    }

    /** Returns what a key means for a pair. */
    Choice choice(String name, boolean leftIsBetter) {
        return firstIsLeft.get(name) == leftIsBetter ? Choice.FIRST : Choice.SECOND;
    }
}
