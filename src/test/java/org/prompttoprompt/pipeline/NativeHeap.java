package org.prompttoprompt.pipeline;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** What native code holds, as glibc counts it: Java's heap, which grows and shrinks as it likes, is no part of it. */
public final class NativeHeap {
    private static final int LOOKS = 10;

    private NativeHeap() {}

    /** C's {@code struct mallinfo2}. */
    @FieldOrder({
        "arena",
        "ordblks",
        "smblks",
        "hblks",
        "hblkhd",
        "usmblks",
        "fsmblks",
        "uordblks",
        "fordblks",
        "keepcost"
    })
    public static final class Info extends Structure implements Structure.ByValue {
        public long arena;
        public long ordblks;
        public long smblks;
        public long hblks;
        public long hblkhd;
        public long usmblks;
        public long fsmblks;
        public long uordblks;
        public long fordblks;
        public long keepcost;
    }

    /** The function of glibc 2.33 and later. */
    public interface C extends Library {
        Info mallinfo2();
    }

    /** Returns the bytes in use: the least of a second, as Java's compilers take and give back some. 0 where nothing tells it. */
    static long used() throws InterruptedException {
        C c;
        try {
            c = Native.load("c", C.class);
            c.mallinfo2();
        } catch (UnsatisfiedLinkError e) {
            return 0;
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < LOOKS; i++) {
            Info info = c.mallinfo2();
            least = Math.min(least, info.uordblks + info.hblkhd);
            Thread.sleep(100);
        }
        return least;
    }
}
