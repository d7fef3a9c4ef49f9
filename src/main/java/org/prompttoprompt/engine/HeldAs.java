package org.prompttoprompt.engine;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prompttoprompt.Refusal;

/** How the weights of a network lie in memory. What they are computed with is the {@link Precision}. */
public enum HeldAs {
    /** In the precision in which they are computed with. */
    FULL,
    /**
     * In eight bits, with a scale for each output of a layer; a layer's weights are made numbers again while it computes. A quarter
     * of the memory of single precision, a half of that of half precision; the images differ.
     */
    INT8;

    private static final String SETTING = "weights";
    private static final KeptWord KEPT =
            new KeptWord("weights.txt", "the way to hold weights", List.of(FULL.toString(), INT8.toString()), SETTING);

    /**
     * Returns what the setting {@code prompttoprompt.weights} names, else what was chosen in the window; {@code full} where there is neither.
     *
     * @throws Refusal if the setting names none
     */
    public static HeldAs chosen() {
        String setting = EngineSetting.of(SETTING, KEPT.read());
        for (HeldAs held : values()) if (held.toString().equals(setting)) return held;
        throw new Refusal("prompttoprompt.weights (PROMPTTOPROMPT_WEIGHTS) must be full or int8, not " + setting + ".");
    }

    /** Returns what was chosen in the window, whatever a setting says. */
    public static HeldAs kept() {
        return KEPT.read().equals(INT8.toString()) ? INT8 : FULL;
    }

    /** Returns that the file of the last choice is damaged, with the cure; empty where it is not, or a setting goes before it. */
    public static Optional<String> problem() {
        return KEPT.problem();
    }

    /**
     * Keeps it, from the next run on.
     *
     * @throws Refusal if the cache cannot be written
     */
    public void write() {
        KEPT.write(toString());
    }

    /** Returns what it means, in a sentence. */
    public String inWords() {
        return this == FULL
                ? "A network's weights are held as they are computed with."
                : "A network's weights are held in eight bits, in a quarter of the memory of single precision; images differ"
                        + " a little, and the recipe says so.";
    }

    /** Returns how somebody can have a network's weights in eight bits, as an order. */
    public static String howToTakeEight() {
        return EngineSetting.howToTake(SETTING, INT8.toString(), "weights in eight bits");
    }

    /** Returns who has asked for what {@link #chosen} is, as a sentence goes on after "as". */
    public static String asked() {
        return EngineSetting.winning(SETTING).isPresent()
                ? "PROMPTTOPROMPT_WEIGHTS says"
                : "is chosen in Models... > Engine";
    }

    /** Returns the bytes of a number that is computed with in this precision. */
    public int bytes(Precision precision) {
        return this == INT8 ? Byte.BYTES : precision.bytes();
    }

    /** Returns both in words: {@code float32}, {@code bfloat16 of int8}. */
    public String of(Precision precision) {
        return this == FULL ? precision.toString() : precision + " of " + this;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
