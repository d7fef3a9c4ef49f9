package org.prompttoprompt.dataset;

import java.math.BigInteger;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.Values;

/**
 * Shares of the images for training, validation and test. An image's part follows from the hash of its source alone: it does
 * not change when rows are added or sorted, and all that shows one scene stands together.
 *
 * @param train share, 0 to 1
 * @param val likewise
 * @param test likewise
 */
public record Split(double train, double val, double test) {
    /** The names of the parts. */
    public static final List<String> NAMES = List.of("train", "val", "test");

    private static final int DIGITS = 13;

    /**
     * Reads three shares that sum to 1.
     *
     * @throws Refusal if they do not
     */
    public static Split of(String text) {
        List<Double> shares = Values.shares("split", text);
        if (shares.size() != 3 || Math.abs(shares.get(0) + shares.get(1) + shares.get(2) - 1) > 1e-9)
            throw new Refusal("split=" + text
                    + ": give three shares that sum to 1, of training, validation and test, such as 0.8, 0.1, 0.1.");
        return new Split(shares.get(0), shares.get(1), shares.get(2));
    }

    /** Returns the part of a scene. */
    public String part(String scene) {
        BigInteger digits = new BigInteger(Hash.of("split\n" + scene).substring(0, DIGITS), 16);
        double at = digits.doubleValue() / Math.pow(16, DIGITS);
        return at < train ? "train" : at < train + val ? "val" : "test";
    }
}
