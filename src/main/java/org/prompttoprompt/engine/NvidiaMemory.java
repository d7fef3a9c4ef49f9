package org.prompttoprompt.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.OptionalLong;

/** The memory of an NVIDIA GPU that is free, as its driver tells, by the numbers that PyTorch has for GPUs. */
final class NvidiaMemory {
    private NvidiaMemory() {}

    /** NVIDIA's driver, in whose header the names have no numbers. */
    interface Driver extends Library {
        int cuInit(int flags);

        int cuDeviceGet(int[] device, int number);

        int cuDevicePrimaryCtxRetain(PointerByReference context, int device);

        int cuCtxPushCurrent_v2(Pointer context);

        int cuMemGetInfo_v2(LongByReference free, LongByReference total);

        int cuCtxPopCurrent_v2(PointerByReference context);

        int cuDevicePrimaryCtxRelease_v2(int device);
    }

    /** Returns the bytes that are free; empty where the driver does not tell. */
    static OptionalLong free(int number) {
        try {
            return free(Native.load(Platform.isWindows() ? "nvcuda" : "libcuda.so.1", Driver.class), number);
        } catch (LinkageError e) {
            return OptionalLong.empty();
        }
    }

    /** The context is PyTorch's own, and is left as it was. */
    static OptionalLong free(Driver driver, int number) {
        int[] device = new int[1];
        PointerByReference context = new PointerByReference();
        if (driver.cuInit(0) != 0
                || driver.cuDeviceGet(device, number) != 0
                || driver.cuDevicePrimaryCtxRetain(context, device[0]) != 0) return OptionalLong.empty();
        try {
            return driver.cuCtxPushCurrent_v2(context.getValue()) == 0 ? ofContext(driver) : OptionalLong.empty();
        } finally {
            driver.cuDevicePrimaryCtxRelease_v2(device[0]);
        }
    }

    private static OptionalLong ofContext(Driver driver) {
        LongByReference free = new LongByReference();
        try {
            int failed = driver.cuMemGetInfo_v2(free, new LongByReference());
            return failed == 0 ? OptionalLong.of(free.getValue()) : OptionalLong.empty();
        } finally {
            driver.cuCtxPopCurrent_v2(new PointerByReference());
        }
    }
}
