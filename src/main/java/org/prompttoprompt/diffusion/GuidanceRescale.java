package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;

/**
 * Guidance rescale: ε̂ = φ · ε̃ · σ(ε(C)) / σ(ε̃) + (1-φ) · ε̃, where σ is the standard deviation over an image's numbers (Lin et al.
 * 2024, section 3.4, equations 14 to 16). Strong guidance spreads the answer, and images come out overexposed.
 */
public final class GuidanceRescale {
    /** What is flat has no spread to be given back. */
    private static final float LEAST = Float.MIN_NORMAL;

    private GuidanceRescale() {}

    /**
     * Returns the rescaled answer, a new array.
     *
     * @param guided ε̃, [rows, channels, height, width]
     * @param conditional ε(C), likewise
     * @param share φ, 0 to 1; 0 changes nothing
     */
    public static NDArray of(NDArray guided, NDArray conditional, double share) {
        NDArray spread =
                variance(conditional).div(variance(guided).maximum(LEAST)).sqrt();
        return guided.mul(spread.mul(share).add(1 - share));
    }

    /** Returns that of each row, [rows, 1, 1, 1]. */
    private static NDArray variance(NDArray x) {
        NDArray flat = x.reshape(x.getShape().get(0), -1);
        NDArray centred = flat.sub(flat.mean(new int[] {1}, true));
        return centred.square().mean(new int[] {1}, true).reshape(-1, 1, 1, 1);
    }
}
