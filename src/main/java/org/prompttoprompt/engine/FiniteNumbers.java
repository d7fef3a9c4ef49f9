package org.prompttoprompt.engine;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.Refusal;

/** What networks give must be numbers: past the largest number of a precision they become infinite, then none, and no image comes of them. */
public final class FiniteNumbers {
    private static final String CHOSEN =
            ". It is set by PROMPTTOPROMPT_PRECISION (prompttoprompt.precision) or chosen in Models... > Engine.";

    /** What the refusal is called, for whoever knows more of the model. */
    public static final class Lost extends Refusal {
        private static final long serialVersionUID = 1L;

        /** Refuses for this reason. */
        public Lost(String reason) {
            super(reason);
        }
    }

    private FiniteNumbers() {}

    /**
     * Returns the array itself, of any shape in float32.
     *
     * @param what it is, as in "The decoded image"
     * @param precision in which it was computed
     * @throws Refusal if a value is infinite or not a number, naming the precision and what can be done
     */
    public static NDArray require(String what, NDArray x, Precision precision) {
        if (are(x)) return x;
        throw refusal(what, precision);
    }

    /** Looks once at each number: a sum is finite only if all of them are. */
    public static boolean are(NDArray x) {
        try (NDArray sum = x.sum()) {
            return Float.isFinite(sum.getFloat());
        }
    }

    static Lost refusal(String what, Precision precision) {
        return new Lost(what + " has values that are infinite or not a number (NaN), computed in " + precision
                + switch (precision) {
                    case FLOAT16 ->
                        ", which ends at 65504: compute in bfloat16, where the device has it, or in float32" + CHOSEN;
                    case BFLOAT16 -> ": compute in float32" + CHOSEN;
                    case FLOAT32 ->
                        ", the widest there is: take options nearer to their defaults (guidance, weight),"
                                + " or load the model's files anew if those give this too.";
                });
    }
}
