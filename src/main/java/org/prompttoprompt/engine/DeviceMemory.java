package org.prompttoprompt.engine;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;

/**
 * The memory of a GPU: what is free of it before a run, and that it is used up in the middle of one, for other programs use it too, and no
 * estimate can foresee that.
 */
public final class DeviceMemory {
    /** As PyTorch says it itself, and as NVIDIA's libraries do, which need some of their own. */
    private static final Pattern USED_UP = Pattern.compile(
            "(CUDA|MPS)[^\\n]*out of memory|_STATUS_\\w*ALLOC(ATION)?_FAILED|CUBLAS_STATUS_NOT_INITIALIZED[^\\n]*cublasCreate");

    private DeviceMemory() {}

    /**
     * Returns the bytes that are free of the device's memory; empty where a CPU computes, and where nobody tells, as of Apple's.
     *
     * @param need what is wanted: where fewer are free, what PyTorch keeps for itself of runs before is given back
     */
    public static OptionalLong free(long need) {
        Device device = PyTorch.device();
        if (!device.isGpu()) return OptionalLong.empty();
        return free(need, () -> NvidiaMemory.free(device.getDeviceId()), JniUtils::emptyCudaCache);
    }

    static OptionalLong free(long need, Supplier<OptionalLong> driver, Runnable giveBack) {
        OptionalLong free = driver.get();
        if (free.isEmpty() || free.getAsLong() >= need) return free;
        giveBack.run();
        return driver.get();
    }

    /** Returns whether PyTorch gave up because a GPU's memory is used up. */
    public static boolean isUsedUp(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (USED_UP.matcher(message).find()) return true;
        }
        return false;
    }

    /** Returns what ended a job as it is told: what can be done about it if that was it, else the fault itself. */
    static RuntimeException told(RuntimeException fault) {
        return isUsedUp(fault) && !(fault instanceof Refusal) ? refusal(fault) : fault;
    }

    /** Returns what can be done about it. */
    public static Refusal refusal(Throwable fault) {
        return new Refusal(
                "The memory of the GPU is used up. Close other programs that use it, ask for fewer values or a smaller width and"
                        + " height, or choose in Models... > Engine half precision where it is single, weights in eight bits, or"
                        + " the CPU.",
                fault);
    }
}
