package org.prompttoprompt.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The type of number in which a network computes. DJL has no name for bfloat16 and can neither make nor read such an array; the
 * operations of {@link Ops} take it all the same.
 */
public enum Precision {
    FLOAT32,
    FLOAT16,
    BFLOAT16;

    /** Returns the one of this name, such as {@code float32}, if there is one. */
    public static Optional<Precision> named(String name) {
        return Arrays.stream(values())
                .filter(one -> one.toString().equals(name))
                .findFirst();
    }

    /** Returns the weights in this precision, in no scope; the array given is closed if it is not returned. */
    public NDArray of(NDArray float32) {
        if (this == FLOAT32) return float32;
        try (float32) {
            NDArray half = from(float32);
            NDScope.unregister(half);
            return half;
        }
    }

    /** Returns an array of float32 in this precision, itself if that is the same. */
    public NDArray from(NDArray float32) {
        return this == FLOAT32 ? float32 : cast(float32);
    }

    /** Returns an array of any precision in this one. */
    public NDArray cast(NDArray x) {
        return switch (this) {
            case FLOAT32 -> Ops.toFloat32(x);
            case FLOAT16 -> Ops.toFloat16(x);
            case BFLOAT16 -> Ops.toBfloat16(x);
        };
    }

    /** Returns an array of this precision as float32, itself if that is the same. */
    public NDArray toFloat32(NDArray x) {
        return this == FLOAT32 ? x : Ops.toFloat32(x);
    }

    /** Returns the bytes of a number. */
    public int bytes() {
        return this == FLOAT32 ? Float.BYTES : Short.BYTES;
    }

    /** Returns the name that PyTorch and recipes use: {@code float32}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
