package org.prompttoprompt.metrics;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;

/** Where the changed words of an edit act: a coarse map of yes and no, which a recipe holds as hexadecimal digits. */
public final class WordMask {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})x(\\d{1,4}):([0-9a-f]+)");

    private final int width;
    private final int height;
    private final boolean[] inside;

    /**
     * Makes a mask.
     *
     * @param inside row by row, width x height values
     */
    public WordMask(int width, int height, boolean[] inside) {
        this.width = width;
        this.height = height;
        this.inside = inside.clone();
    }

    /** Returns the pixels that lie in this mask or in the other, which has the same size. */
    public WordMask or(WordMask other) {
        WordMask both = new WordMask(width, height, inside);
        for (int i = 0; i < inside.length; i++) both.inside[i] |= other.inside[i];
        return both;
    }

    /** Returns the mask at an image's size, row by row: each pixel takes the value of the cell that it lies in. */
    public boolean[] atSize(int imageWidth, int imageHeight) {
        boolean[] pixels = new boolean[imageWidth * imageHeight];
        for (int i = 0; i < pixels.length; i++) {
            int x = i % imageWidth * width / imageWidth;
            int y = i / imageWidth * height / imageHeight;
            pixels[i] = inside[y * width + x];
        }
        return pixels;
    }

    /** Returns {@code 16x16:} and the cells as hexadecimal digits, row by row, the first cell the highest bit. */
    @Override
    public String toString() {
        BigInteger bits = BigInteger.ZERO;
        for (int i = 0; i < inside.length; i++) if (inside[i]) bits = bits.setBit(4 * digits(inside.length) - 1 - i);
        String hex = bits.toString(16);
        return width + "x" + height + ":" + "0".repeat(digits(inside.length) - hex.length()) + hex;
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws Refusal if it is no such text
     */
    public static WordMask parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (m.matches()) {
            int width = Integer.parseInt(m.group(1));
            int height = Integer.parseInt(m.group(2));
            if (m.group(3).length() == digits(width * height)) {
                BigInteger bits = new BigInteger(m.group(3), 16);
                boolean[] inside = new boolean[width * height];
                for (int i = 0; i < inside.length; i++) inside[i] = bits.testBit(4 * digits(inside.length) - 1 - i);
                return new WordMask(width, height, inside);
            }
        }
        throw new Refusal(
                "wordmask=" + text
                        + " is no mask of words, such as 4x2:0f. Remove the line from the image's info, or make the image again.");
    }

    private static int digits(int cells) {
        return (cells + 3) / 4;
    }
}
