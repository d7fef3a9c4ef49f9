package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Numbers as waves of 10000^(-j/half) per unit (Vaswani et al. 2017).
 *
 * @param channels of the waves, two for each frequency
 * @param cosineFirst whether the cosines come first
 * @param frequencyShift by which half is smaller
 */
record Waves(int channels, boolean cosineFirst, double frequencyShift) {
    /**
     * Returns the waves of numbers [n, 1], [n, channels]. In single precision throughout, by the same operations as the reference:
     * at t = 981 its rounding is 1e-5 of a wave.
     */
    NDArray of(NDArray numbers) {
        int half = channels / 2;
        float[] exponents = new float[half];
        for (int j = 0; j < half; j++) {
            exponents[j] = (float) -Math.log(10000) * j / (float) (half - frequencyShift);
        }
        NDManager manager = numbers.getManager();
        NDArray angles = manager.create(exponents, new Shape(1, half)).exp().mul(numbers);
        return cosineFirst ? angles.cos().concat(angles.sin(), 1) : angles.sin().concat(angles.cos(), 1);
    }
}
