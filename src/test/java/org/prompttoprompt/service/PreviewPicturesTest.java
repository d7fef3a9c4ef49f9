package org.prompttoprompt.service;

import static org.junit.jupiter.api.Assertions.*;

import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.pipeline.Frame;

/** Where the pictures of a preview stand. */
class PreviewPicturesTest {
    private static final int WIDTH = 40;
    private static final int HEIGHT = 20;
    private static final int[] COLOURS = {0xff0000, 0x00ff00, 0x0000ff, 0xff00ff, 0x00ffff};

    private static PreviewPictures pictures(int n, String label) {
        List<Frame> frames = IntStream.range(0, n)
                .mapToObj(i -> {
                    int[] pixels = new int[WIDTH * HEIGHT];
                    Arrays.fill(pixels, 0xff000000 | COLOURS[i % COLOURS.length]);
                    return new Frame(label, Map.of(), i == 0, ArrayImgs.argbs(pixels, WIDTH, HEIGHT));
                })
                .toList();
        PreviewPictures pictures = new PreviewPictures();
        pictures.set(frames);
        return pictures;
    }

    private static BufferedImage painted(PreviewPictures pictures, Dimension size) {
        pictures.setSize(size);
        BufferedImage image = new BufferedImage(size.width, size.height, BufferedImage.TYPE_INT_RGB);
        pictures.paint(image.getGraphics());
        return image;
    }

    /** A gap of 4 pixels around 40 x 20: the centres are at x = 24, 68, 112 and y = 14. */
    @Test
    void fewStandInOneRow() {
        PreviewPictures pictures = pictures(3, "");
        assertEquals(new Dimension(136, 28), pictures.getPreferredSize());
        BufferedImage image = painted(pictures, pictures.getPreferredSize());
        for (int i = 0; i < 3; i++) assertEquals(COLOURS[i], image.getRGB(24 + 44 * i, 14) & 0xffffff);
        assertEquals(0xffffff, image.getRGB(46, 14) & 0xffffff, "the gap");
    }

    @Test
    void twelveStandInThreeRowsWithTheirLabelsBelow() {
        PreviewPictures pictures = pictures(12, "tau=0.5");
        Dimension size = pictures.getPreferredSize();
        assertEquals(4 * 44 + 4, size.width);
        int row = (size.height - 4) / 3;
        assertTrue(row > 24 + 8, "no room for labels: " + row);
        BufferedImage image = painted(pictures, size);
        for (int i = 0; i < 12; i++) {
            int colour = image.getRGB(24 + 44 * (i % 4), 14 + row * (i / 4)) & 0xffffff;
            assertEquals(COLOURS[i % COLOURS.length], colour, "picture " + i);
        }
        long ink = IntStream.range(4, 44)
                .filter(x -> IntStream.range(25, row).anyMatch(y -> (image.getRGB(x, y) & 0xff) < 128))
                .count();
        assertTrue(ink > 10, "no label below the first picture");
    }

    @Test
    void growsAndShrinksWithItsWindow() {
        PreviewPictures pictures = pictures(2, "");
        BufferedImage large = painted(pictures, new Dimension(4 + 2 * 124, 600));
        assertEquals(COLOURS[0], large.getRGB(4 + 118, 4 + 58) & 0xffffff);
        assertEquals(0xffffff, large.getRGB(60, 4 + 62) & 0xffffff);
        painted(pictures, new Dimension(3, 3));
    }
}
