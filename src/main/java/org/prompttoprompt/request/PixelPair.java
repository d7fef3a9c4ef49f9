package org.prompttoprompt.request;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two whole numbers of pixels: a size, {@code 1024x768}, or a place, {@code 32,16}.
 *
 * @param x from the left, or the width
 * @param y from the top, or the height
 */
public record PixelPair(int x, int y) {
    private static final Pattern PAIR = Pattern.compile("(\\d{1,5})\\s*([x,])\\s*(\\d{1,5})");

    /**
     * Reads a width and a height.
     *
     * @throws org.prompttoprompt.Refusal if the text is none, or too large
     */
    static PixelPair size(String key, String text) {
        return read(new Given(key, text, "Give width and height in pixels, as in 1024x768, or image."), "x", 1);
    }

    /** Reads a place likewise. */
    static PixelPair place(String key, String text) {
        return read(new Given(key, text, "Give pixels from the left and from the top, as in 0,64."), ",", 0);
    }

    private static PixelPair read(Given given, String between, int least) {
        Matcher m = PAIR.matcher(Decimal.strip(given.text()));
        if (!m.matches() || !m.group(2).equals(between)) throw given.wrong("these are not two whole numbers");
        PixelPair pair = new PixelPair(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(3)));
        boolean inside = Math.min(pair.x, pair.y) >= least && Math.max(pair.x, pair.y) <= EditRequest.MAX_SIDE;
        if (!inside) throw given.wrong("one is out of range, which is " + least + " to " + EditRequest.MAX_SIDE);
        return pair;
    }
}
