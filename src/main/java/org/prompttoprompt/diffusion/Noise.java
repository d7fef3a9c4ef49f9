package org.prompttoprompt.diffusion;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;

/** Noise from a seed. */
public final class Noise {
    private Noise() {}

    /**
     * Returns standard normal noise, the same as {@code torch.randn} with a CPU generator seeded so: a seed means the same
     * image as in other programs, and on every device. Must run on the engine's thread, as the generator is shared.
     *
     * @param seed any 64-bit number
     */
    public static NDArray of(NDManager manager, long seed, Shape shape) {
        return of(manager, seed, shape, 0);
    }

    /** Returns what the same generator draws after {@code before} arrays of the same shape. */
    static NDArray of(NDManager manager, long seed, Shape shape, int before) {
        JniUtils.setSeed(seed);
        for (int i = 0; i < before; i++) draw(manager, shape).close();
        return draw(manager, shape).toDevice(manager.getDevice(), false);
    }

    private static NDArray draw(NDManager manager, Shape shape) {
        return manager.randomNormal(0, 1, shape, DataType.FLOAT32, Device.cpu());
    }
}
