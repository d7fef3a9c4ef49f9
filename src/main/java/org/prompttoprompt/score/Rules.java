package org.prompttoprompt.score;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.prompttoprompt.metrics.Mse;
import org.prompttoprompt.metrics.Ssim;

/** How what lies outside of a mask is measured. */
enum Rules {
    /** The pixels outside alone. */
    EXACT,
    /**
     * As the published evaluation does: pixels inside are black in both images and count, the image's border is inside, SSIM is the
     * mean of red, green and blue, and of an image that is not square the last square is taken.
     */
    PUBLISHED;

    static final int CHANNELS = 3;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean border() {
        return this == PUBLISHED;
    }

    /** Returns the mean squared error of levels from 0 to 1. */
    double mse(int[] a, int[] b, boolean[] inside) {
        return (this == PUBLISHED
                        ? Mse.of(black(a, inside), black(b, inside), i -> true)
                        : Mse.of(a, b, outside(inside)))
                / (255.0 * 255.0);
    }

    /** Returns the similarity of structure, 1 for equal images. */
    double ssim(int[] a, int[] b, int width, boolean[] inside) {
        if (this == EXACT) return Ssim.of(a, b, width, outside(inside));
        int[] one = black(a, inside);
        int[] other = black(b, inside);
        double sum = 0;
        for (int channel = 0; channel < CHANNELS; channel++)
            sum += Ssim.of(grey(one, channel), grey(other, channel), width) / CHANNELS;
        return sum;
    }

    /**
     * Returns an image as it is compared outside of a mask where single pixels cannot be left out: inside it is the source, or black as
     * published.
     */
    int[] seen(int[] source, int[] image, boolean[] inside) {
        if (this == PUBLISHED) return black(image, inside);
        int[] seen = image.clone();
        for (int i = 0; i < seen.length; i++) if (inside[i]) seen[i] = source[i];
        return seen;
    }

    private static IntPredicate outside(boolean[] inside) {
        return i -> !inside[i];
    }

    private static int[] black(int[] argb, boolean[] inside) {
        int[] black = argb.clone();
        for (int i = 0; i < black.length; i++) if (inside[i]) black[i] = 0xff000000;
        return black;
    }

    private static int[] grey(int[] argb, int channel) {
        return Arrays.stream(argb).map(c -> (c >> 8 * channel & 255) * 0x010101).toArray();
    }
}
