package org.prompttoprompt.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.ShortProcessor;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That nothing but the images tells which is whose: not the side, not the order, not how they are drawn. */
class BlindnessTest {
    private static final List<String> NAMES =
            IntStream.range(0, 20).mapToObj(String::valueOf).toList();

    @Test
    void eachPairIsShownOnceAndHalfOfThemTheOtherWayRound() {
        for (long seed = 0; seed < 50; seed++) {
            BlindOrder order = BlindOrder.of(NAMES, seed);
            assertEquals(
                    NAMES,
                    order.names().stream()
                            .sorted((a, b) -> Integer.parseInt(a) - Integer.parseInt(b))
                            .toList());
            assertEquals(
                    10,
                    order.firstIsLeft().values().stream().filter(left -> left).count());
            assertEquals(order, BlindOrder.of(NAMES, seed), "the seed decides");
        }
        assertNotEquals(BlindOrder.of(NAMES, 1), BlindOrder.of(NAMES, 2));
    }

    /** Over 2000 seeds a fair side is left 1000 times; five standard deviations are 112. So is a place of the order 100 times. */
    @Test
    void sidesAndPlacesAreChance() {
        int[] left = new int[20];
        int[] leftAtPlace = new int[20];
        int[] firstPlace = new int[20];
        int sameAsBefore = 0;
        for (long seed = 0; seed < 2000; seed++) {
            BlindOrder order = BlindOrder.of(NAMES, seed);
            for (int place = 0; place < 20; place++) {
                String name = order.names().get(place);
                boolean side = order.firstIsLeft().get(name);
                if (side) left[Integer.parseInt(name)]++;
                if (side) leftAtPlace[place]++;
                if (place == 0) firstPlace[Integer.parseInt(name)]++;
                if (place > 0 && side == order.firstIsLeft().get(order.names().get(place - 1))) sameAsBefore++;
            }
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(1000, left[i], 112, "pair " + i);
            assertEquals(1000, leftAtPlace[i], 112, "place " + i);
            assertEquals(100, firstPlace[i], 50, "pair " + i);
        }
        // Ten and ten without replacement: the next side is the same in 9 of 19.
        assertEquals(9 / 19.0, sameAsBefore / (2000.0 * 19), .02);
    }

    @Test
    void aKeyMeansTheSideAndNotTheSet() {
        BlindOrder order = BlindOrder.of(NAMES, 3);
        for (String name : NAMES) {
            boolean left = order.firstIsLeft().get(name);
            assertEquals(left ? Choice.FIRST : Choice.SECOND, order.choice(name, true));
            assertEquals(left ? Choice.SECOND : Choice.FIRST, order.choice(name, false));
        }
    }

    private static ImagePlus grey(String title, int width, int height, int from, int to) {
        ShortProcessor pixels = new ShortProcessor(width, height);
        for (int i = 0; i < width * height; i++) pixels.set(i, from + (to - from) * i / (width * height));
        ImagePlus image = new ImagePlus(title, pixels);
        image.setDisplayRange(from, to);
        return image;
    }

    private static int[] painted(Pair pair, boolean firstIsLeft, int width, int height) {
        PairPanel panel = new PairPanel();
        panel.setSize(width, height);
        panel.show(pair, firstIsLeft);
        BufferedImage screen = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = screen.createGraphics();
        panel.paint(graphics);
        graphics.dispose();
        return screen.getRGB(0, 0, width, height, null, 0, width);
    }

    /** The same two images on the same sides are the same screen, whichever set they are of. */
    @Test
    void theScreenTellsNothingOfTheSets() {
        ImagePlus one = grey("tau=0.2", 40, 30, 0, 4000);
        ImagePlus other = grey("tau=0.8", 40, 30, 1000, 60_000);
        ImagePlus source = new ImagePlus("source", new ColorProcessor(40, 30));
        for (Optional<ImagePlus> shown : List.of(Optional.<ImagePlus>empty(), Optional.of(source))) {
            for (int[] size : new int[][] {{900, 460}, {301, 200}, {60, 60}}) {
                int[] expected = painted(new Pair("1", one, other, shown), true, size[0], size[1]);
                int[] swapped = painted(new Pair("other name", other, one, shown), false, size[0], size[1]);
                assertArrayEquals(expected, swapped);
            }
        }
    }

    /** Both are drawn in one range: what is 4000 in both is as bright in both, though each had a range of its own. */
    @Test
    void neitherIsMadeBrighter() {
        ImagePlus dark = grey("a", 8, 8, 4000, 4001);
        ImagePlus wide = grey("b", 8, 8, 0, 60_000);
        wide.getProcessor().set(0, 4000);
        PairPanel panel = new PairPanel();
        panel.show(new Pair("1", dark, wide, Optional.empty()), true);
        assertEquals(
                panel.pictures().get(0).getRGB(0, 0), panel.pictures().get(1).getRGB(0, 0));
        assertTrue((panel.pictures().get(0).getRGB(0, 0) & 255) < 40);
    }

    /** Left and right have the same size and stand as far from the middle. */
    @Test
    void sidesAreMirrorImages() {
        ImagePlus white = new ImagePlus("", new ColorProcessor(20, 20));
        white.getProcessor().setColor(0xff0000);
        white.getProcessor().fill();
        for (int width : new int[] {900, 500}) {
            int[] screen = painted(new Pair("1", white, white.duplicate(), Optional.empty()), true, width, 300);
            for (int y = 100; y < 250; y++)
                for (int x = 0; x < width / 2; x++)
                    assertEquals(
                            screen[y * width + x] == 0xffff0000,
                            screen[y * width + width - 1 - x] == 0xffff0000,
                            "at " + x + ", " + y + " of " + width);
        }
    }
}
