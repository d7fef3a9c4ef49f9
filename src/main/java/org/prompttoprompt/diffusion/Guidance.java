package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;

/** Classifier-free guidance: ε̃ = ε(∅) + w·(ε(C) - ε(∅)) (Ho and Salimans 2021, equation 6, in Stable Diffusion's form). */
public final class Guidance {
    private Guidance() {}

    /**
     * Returns the guided output.
     *
     * @param empty the network's output for the empty or negative prompt
     * @param conditional its output for the prompt
     * @param scale w; 1 is no guidance
     */
    public static NDArray mix(NDArray empty, NDArray conditional, double scale) {
        return empty.add(conditional.sub(empty).muli(scale));
    }
}
