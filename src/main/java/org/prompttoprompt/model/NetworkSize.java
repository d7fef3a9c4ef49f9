package org.prompttoprompt.model;

import java.util.List;
import java.util.Set;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.LayerWeight;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.Precision;

/**
 * How large a network is.
 *
 * @param numbers that it has
 * @param single how many of them its files hold in single precision, as they are computed with
 * @param float16 how many they hold in half precision, in tensors large enough to stay there
 * @param bfloat16 the same in bfloat16
 * @param largest numbers of its largest tensor
 */
record NetworkSize(long numbers, long single, long float16, long bfloat16, long largest) {
    /** In place of the type of numbers of a tensor that is not as its file has it. */
    private static final String MERGED = "merged";

    /**
     * Returns the bytes that are held in memory as long as it is loaded, where its files are mapped: what they hold otherwise than a
     * layer takes it, and what is merged.
     *
     * @param as how they are held; in eight bits all are, and a layer of some is as wide as the precision at a time
     */
    long held(Precision precision, HeldAs as) {
        if (as == HeldAs.INT8) return copied(precision, as);
        return precision.bytes() * (numbers - staying(precision));
    }

    /** Returns the bytes that need not be held, as they are in its files. */
    long mapped(Precision precision, HeldAs as) {
        if (as == HeldAs.INT8) return 0;
        long halves = staying(precision) * Short.BYTES;
        return precision == Precision.FLOAT32 ? halves + single * (Float.BYTES - Short.BYTES) : halves;
    }

    /** Returns the bytes of a copy of all. */
    long copied(Precision precision, HeldAs as) {
        return numbers * as.bytes(precision);
    }

    /** Returns how many numbers can stay in the files: single precision takes any from there, bfloat16 its own. */
    private long staying(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> single + float16 + bfloat16;
            case BFLOAT16 -> bfloat16;
            case FLOAT16 -> 0;
        };
    }

    /** Returns whether nearly all of it can stay in its files while it computes in single precision. */
    boolean canWait() {
        return 2 * staying(Precision.FLOAT32) > numbers;
    }

    /** Returns both together. */
    NetworkSize with(NetworkSize other) {
        return new NetworkSize(
                numbers + other.numbers,
                single + other.single,
                float16 + other.float16,
                bfloat16 + other.bfloat16,
                Math.max(largest, other.largest));
    }

    /**
     * Returns the bytes of the largest layer's weights while they are made numbers again: of eight bits both kinds at once in half
     * precision.
     *
     * @param mapped whether it stays in its files as far as it can
     */
    long unpacked(Precision precision, HeldAs as, boolean mapped) {
        boolean single = precision == Precision.FLOAT32;
        if (as == HeldAs.INT8) return largest * (Float.BYTES + (single ? 0 : precision.bytes()));
        return mapped && single && float16 + bfloat16 > 0 ? largest * Float.BYTES : 0;
    }

    /**
     * Returns that of the tensors of these files.
     *
     * @param merged the names of those that something is merged into: none of these can stay in its file
     */
    static NetworkSize of(List<Header> files, Set<String> merged) {
        NetworkSize all = new NetworkSize(0, 0, 0, 0, 0);
        for (Header file : files) {
            for (String name : file.names())
                all = all.with(of(
                        file.shapes().get(name).size(),
                        merged.contains(name) ? MERGED : file.types().get(name)));
        }
        return all;
    }

    private static NetworkSize of(long size, String type) {
        long large = size < LayerWeight.WORTH ? 0 : size;
        return new NetworkSize(
                size,
                type.equals("F32") ? size : 0,
                type.equals("F16") ? large : 0,
                type.equals("BF16") ? large : 0,
                size);
    }
}
