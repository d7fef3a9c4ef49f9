package org.prompttoprompt.model;

import java.util.List;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.Precision;

/**
 * How large a network is.
 *
 * @param numbers that it has
 * @param single how many of them its files hold in single precision, in which a processor computes: they need not be converted
 * @param largest numbers of its largest tensor
 */
record NetworkSize(long numbers, long single, long largest) {
    /**
     * Returns the bytes that are held in memory as long as it is loaded: all in half precision, and in single precision those that
     * its files do not hold so.
     *
     * @param merged whether something is merged into it
     * @param as how they are held; in eight bits all are, and a layer of some is as wide as the precision at a time
     */
    long held(boolean merged, Precision precision, HeldAs as) {
        if (as == HeldAs.INT8) return numbers;
        boolean all = merged || precision != Precision.FLOAT32;
        return precision.bytes() * (all ? numbers : numbers - single);
    }

    /** Returns the bytes that need not be held, and are copied where memory allows it. */
    long mapped(boolean merged, Precision precision, HeldAs as) {
        boolean any = precision == Precision.FLOAT32 && as == HeldAs.FULL;
        return any ? Float.BYTES * numbers - held(merged, precision, as) : 0;
    }

    /** Returns whether its files hold nearly all in single precision. */
    boolean isSingle() {
        return 2 * single > numbers;
    }

    /** Returns both together. */
    NetworkSize with(NetworkSize other) {
        return new NetworkSize(numbers + other.numbers, single + other.single, Math.max(largest, other.largest));
    }

    /** Returns the bytes of the largest layer's weights while they are made numbers again: both kinds at once in half precision. */
    long unpacked(Precision precision, HeldAs as) {
        if (as == HeldAs.FULL) return 0;
        return largest * (Float.BYTES + (precision == Precision.FLOAT32 ? 0 : precision.bytes()));
    }

    /** Returns that of the tensors of these files. */
    static NetworkSize of(List<Header> files) {
        long numbers = 0;
        long single = 0;
        long largest = 0;
        for (Header file : files) {
            for (String name : file.names()) {
                long size = file.shapes().get(name).size();
                numbers += size;
                largest = Math.max(largest, size);
                if (file.types().get(name).equals("F32")) single += size;
            }
        }
        return new NetworkSize(numbers, single, largest);
    }
}
