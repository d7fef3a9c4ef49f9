package org.prompttoprompt.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What mapped files hold of the memory. Weights that were looked at once, or belong to a part of a model that waits, need not stay:
 * their pages are given back, and come again from the file, or from the system's cache of it, when they are next read.
 */
public final class MappedPages {
    /** Below so many bytes nothing is gained. */
    private static final long LEAST = 64 << 20;

    private static final int DONTNEED = 4;
    private static final List<WeakReference<ByteBuffer>> ALL = new ArrayList<>();
    private static final CLibrary SYSTEM = system();

    private static int kept;

    private MappedPages() {}

    /** The C functions that Java lacks. */
    interface CLibrary extends Library {
        int madvise(Pointer address, NativeLong length, int advice);

        int getpagesize();

        int malloc_trim(NativeLong kept);
    }

    private static CLibrary system() {
        try {
            return Platform.isLinux() ? Native.load("c", CLibrary.class) : null;
        } catch (UnsatisfiedLinkError e) {
            return null;
        }
    }

    /** Hears of a mapped part of a file that arrays may lie in. */
    public static synchronized void add(ByteBuffer mapped) {
        ALL.add(new WeakReference<>(mapped));
    }

    /** Gives back the pages of what was mapped since the last call of either. */
    public static synchronized void forgetNew() {
        for (WeakReference<ByteBuffer> one : ALL.subList(kept, ALL.size())) forget(one.get());
        kept = ALL.size();
    }

    /**
     * Gives back the pages of all that is mapped, and what was freed, if that is much: GNU's C library keeps arrays of up to 32 MB for the
     * next ones of that size, after calls of several rows hundreds of megabytes.
     */
    public static synchronized void forgetAll() {
        ALL.removeIf(one -> one.get() == null);
        kept = ALL.size();
        if (isMuch()) for (WeakReference<ByteBuffer> one : ALL) forget(one.get());
        giveBackFreed();
    }

    private static boolean isMuch() {
        long bytes = 0;
        for (WeakReference<ByteBuffer> one : ALL) {
            ByteBuffer mapped = one.get();
            if (mapped != null) bytes += mapped.capacity();
        }
        return bytes >= LEAST;
    }

    /** Gives back what was freed alone, where much is mapped: before calls of other rows, whose arrays are of other sizes. */
    public static synchronized void giveBackFreed() {
        try {
            if (SYSTEM != null && isMuch()) SYSTEM.malloc_trim(new NativeLong(0));
        } catch (UnsatisfiedLinkError e) {
            // Other C libraries have no such function.
        }
    }

    /** The first page of a mapping begins before its first byte, and its last page ends after its last. */
    private static void forget(ByteBuffer mapped) {
        if (SYSTEM == null || mapped == null || mapped.capacity() == 0) return;
        long begin = Pointer.nativeValue(Native.getDirectBufferPointer(mapped));
        long page = begin - begin % SYSTEM.getpagesize();
        SYSTEM.madvise(new Pointer(page), new NativeLong(begin + mapped.capacity() - page), DONTNEED);
    }
}
