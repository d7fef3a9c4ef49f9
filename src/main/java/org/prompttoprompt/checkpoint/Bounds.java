package org.prompttoprompt.checkpoint;

import java.util.List;
import org.prompttoprompt.Refusal;

/** Numbers of a model's options that a run can use between bounds alone: what lies beyond is refused where it is read. */
public final class Bounds {
    /** What is added to a variance before its root is taken; more than this would be no small number any more. */
    private static final double MOST_EPSILON = 1;

    /** Of a level: ten times as many as Stable Diffusion XL has. Of a million the memory would be estimated for minutes. */
    private static final int MOST_LAYERS = 100;

    private Bounds() {}

    /**
     * Returns a whole number.
     *
     * @param otherwise where the file does not say it
     * @throws Refusal if it is below {@code least} or above {@code most}
     */
    public static int between(int least, int most, Config config, String key, int otherwise) {
        int value = config.getInt(key, otherwise);
        if (value >= least && value <= most) return value;
        throw beyond(least, most, config, key);
    }

    private static Refusal beyond(int least, int most, Config config, String key) {
        return config.refuse(key, "it must be from " + least + " to " + most);
    }

    /** Returns a whole number likewise that has no upper bound. */
    public static int atLeast(int least, Config config, String key, int otherwise) {
        int value = config.getInt(key, otherwise);
        if (value >= least) return value;
        throw config.refuse(key, "it must be at least " + least);
    }

    /** Returns a whole number for each level of a network, at least one; each is at least {@code least}. */
    public static List<Integer> eachAtLeast(int least, Config config, String key, List<Integer> otherwise) {
        List<Integer> values = config.getInts(key, otherwise);
        if (values.isEmpty()) throw config.refuse(key, "it must have at least one level");
        if (values.stream().allMatch(value -> value >= least)) return values;
        throw config.refuse(key, "each must be at least " + least);
    }

    /** Returns how many layers each level of a network has, from {@code least} to 100. */
    public static int layers(int least, Config config, String key, int otherwise) {
        return between(least, MOST_LAYERS, config, key, otherwise);
    }

    /** Returns them likewise where the file has either one number for all levels or one for each. */
    public static List<Integer> layersOfEach(int least, Config config, String key, int otherwise, int levels) {
        List<Integer> values = config.getPerLevel(key, otherwise, levels);
        if (values.stream().allMatch(value -> value >= least && value <= MOST_LAYERS)) return values;
        throw beyond(least, MOST_LAYERS, config, key);
    }

    /** Returns a number above 0 that single precision holds. */
    public static double positive(Config config, String key, double otherwise) {
        double value = config.getDouble(key, otherwise);
        if (value >= Float.MIN_NORMAL && value <= Float.MAX_VALUE) return value;
        throw config.refuse(key, "it must be above 0, and a number that single precision holds");
    }

    /** Returns what a norm adds to a variance: above 0 and below 1. */
    public static double epsilon(Config config, String key, double otherwise) {
        double value = config.getDouble(key, otherwise);
        if (value >= Float.MIN_NORMAL && value < MOST_EPSILON) return value;
        throw config.refuse(key, "it must be above 0 and below 1");
    }
}
