package org.prompttoprompt.pipeline;

import ai.djl.Device;
import java.util.function.LongFunction;
import org.prompttoprompt.engine.DeviceMemory;
import org.prompttoprompt.engine.PyTorch;

/**
 * The memory that there is for a model and a run: the machine's, or a GPU's, as far as its driver tells.
 *
 * @param free bytes; all that can be counted where a device does not tell
 * @param ofGpu whether it is a GPU's
 */
record Room(long free, boolean ofGpu) {
    /** Tests decide it. */
    static volatile LongFunction<Room> asked = Room::asked;

    /** @param need bytes that are wanted: what PyTorch keeps of a GPU's for itself is given back only where fewer are free */
    static Room here(long need) {
        return asked.apply(need);
    }

    private static Room asked(long need) {
        if (PyTorch.device().equals(Device.cpu())) return new Room(FreeMemory.here(), false);
        return new Room(DeviceMemory.free(need).orElse(Long.MAX_VALUE), true);
    }

    /** Returns whether nobody tells what is free. */
    boolean isUnknown() {
        return free == Long.MAX_VALUE;
    }

    /** Returns it with so many bytes that are to be given back. */
    Room and(long more) {
        return isUnknown() ? this : new Room(free + more, ofGpu);
    }

    /** Returns whose it is, behind "memory". */
    String of() {
        return ofGpu ? " of the GPU" : "";
    }

    /** Returns what helps besides, at the end of others. */
    String cure() {
        return ofGpu ? ", or compute on the CPU (Models... > Engine)" : "";
    }
}
