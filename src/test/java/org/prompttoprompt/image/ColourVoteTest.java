package org.prompttoprompt.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** A thing's colours decide at its edge, where they are, and nowhere else. */
class ColourVoteTest {
    private static final int SIDE = 96;

    /** A red square of 32 pixels on grey, and a red stripe far from it. */
    private static boolean red(int i) {
        int x = i % SIDE;
        int y = i / SIDE;
        return x >= 32 && x < 64 && y >= 32 && y < 64 || x >= 84 && y >= 84;
    }

    private static boolean[] voted(float[] map, boolean coloured) {
        int[] colours = new int[SIDE * SIDE];
        float[] rgb = new float[3 * SIDE * SIDE];
        for (int i = 0; i < colours.length; i++) {
            boolean red = coloured && red(i);
            colours[i] = red ? 1 : 0;
            rgb[i] = red ? .9f : .5f;
            rgb[SIDE * SIDE + i] = rgb[2 * SIDE * SIDE + i] = red ? .1f : .5f;
        }
        return new ColourVote(.6, 8).of(map, colours, rgb, SIDE, SIDE);
    }

    /** Falls from the middle on, by half within 22 pixels: a square of 26 pixels lies above .6 of it, too small for the thing. */
    private static float[] cone(int cx, int cy, double height) {
        float[] map = new float[SIDE * SIDE];
        for (int i = 0; i < map.length; i++) {
            double far = Math.max(Math.abs(i % SIDE - cx), Math.abs(i / SIDE - cy));
            map[i] = (float) (height * Math.max(0, 1 - far / 32));
        }
        return map;
    }

    private static int wrong(boolean[] inside) {
        int wrong = 0;
        for (int i = 0; i < inside.length; i++) {
            boolean square = red(i) && i / SIDE < 70;
            if (inside[i] != square) wrong++;
        }
        return wrong;
    }

    @Test
    void theRegionGrowsToTheThingsEdge() {
        int without = wrong(voted(cone(48, 48, 1), false));
        int with = wrong(voted(cone(48, 48, 1), true));
        assertEquals(32 * 32 - 25 * 25, without, 80, "without colours the map alone decides");
        assertEquals(0, with, 20, "red pixels are inside and grey ones are not");
    }

    @Test
    void theHeightOfTheMapDoesNotMatter() {
        boolean[] low = voted(cone(46, 50, .01), true);
        boolean[] high = voted(cone(46, 50, 3), true);
        for (int i = 0; i < low.length; i++) assertEquals(high[i], low[i], "pixel " + i);
    }
}
