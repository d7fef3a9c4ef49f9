package org.prompttoprompt.engine;

import java.util.Locale;
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

    /**
     * Returns what the setting {@code prompttoprompt.weights} names, {@code full} where there is none.
     *
     * @throws Refusal if it names neither
     */
    public static HeldAs chosen() {
        String setting = EngineSetting.of("weights", FULL.toString());
        for (HeldAs held : values()) if (held.toString().equals(setting)) return held;
        throw new Refusal("prompttoprompt.weights (PROMPTTOPROMPT_WEIGHTS) must be full or int8, not " + setting + ".");
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
