package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.unet.Context;

/**
 * Proximal guidance (Han et al. 2024, arXiv 2306.05414) beside negative-prompt inversion: of δ = ε(C*) - ε(C) only what
 * exceeds λ is kept, δ' = sign(δ) max(|δ| - λ, 0), and ε̃ = ε(C) + w δ'. λ is a quantile of |δ| over the source's row, where
 * δ is 0, and the target's. Late in the course, at t < 400, what was not edited goes back to the inversion: x := z* outside of
 * |δ'| > λ, enlarged by a pixel.
 */
public final class ProximalGuidance implements WalkRule {
    /** The published quantile. */
    public static final double QUANTILE = 0.7;
    /** From this timestep on, towards 0, latents are pulled back. */
    private static final double PULLED_BELOW = 400;

    private final Context source;
    private final Inversion inversion;
    private final List<Double> timesteps;
    private final double quantile;
    private final boolean twice;
    private final boolean pulled;
    /** Where this step's rows are edited, 1 there; the targets' alone. */
    private NDArray edited;

    /**
     * @param source the encoded source prompt
     * @param timesteps of the evaluations
     * @param quantile of |δ|, 0 to 1
     */
    public ProximalGuidance(Context source, Inversion inversion, List<Double> timesteps, double quantile) {
        this(source, inversion, timesteps, quantile, false, true);
    }

    /**
     * @param twice whether λ is taken off once more as the published "l1" does it, which is no soft threshold
     * @param pulled whether latents go back to the inversion where nothing is edited
     */
    public ProximalGuidance(
            Context source,
            Inversion inversion,
            List<Double> timesteps,
            double quantile,
            boolean twice,
            boolean pulled) {
        this.source = source;
        this.inversion = inversion;
        this.timesteps = timesteps;
        this.quantile = quantile;
        this.twice = twice;
        this.pulled = pulled;
    }

    @Override
    public boolean guidesSource() {
        return false;
    }

    @Override
    public Optional<Context> empty(int step) {
        return Optional.of(source);
    }

    @Override
    public NDArray mix(NDArray empty, NDArray conditional, double scale) {
        NDArray delta = conditional.sub(empty);
        NDList shrunk = new NDList();
        NDList inside = new NDList();
        for (long row = 0; row < delta.getShape().get(0); row++) {
            NDArray one = delta.get(row + ":" + (row + 1));
            float lambda = threshold(one.abs().toFloatArray(), quantile);
            NDArray small = one.sub(one.clip(-lambda, lambda));
            if (twice) {
                small = small.sub(small.gt(0).toType(DataType.FLOAT32, false).mul(lambda));
                small = small.add(small.lt(0).toType(DataType.FLOAT32, false).mul(lambda));
            }
            shrunk.add(small);
            inside.add(small.abs().gt(lambda).toType(DataType.FLOAT32, false));
        }
        keep(Pool.maxPool2d(NDArrays.concat(inside), new Shape(3, 3), new Shape(1, 1), new Shape(1, 1), false));
        return empty.add(NDArrays.concat(shrunk).muli(scale));
    }

    /** The mask outlives the network's call, not the step. */
    private void keep(NDArray mask) {
        edited = mask;
        NDScope.unregister(mask);
    }

    /** Returns the quantile of the values and as many zeros, interpolated as {@code torch.quantile} does. */
    static float threshold(float[] values, double quantile) {
        float[] sorted = Arrays.copyOf(values, 2 * values.length);
        Arrays.sort(sorted);
        double place = quantile * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return (float) (sorted[below] + (place - below) * (sorted[above] - sorted[below]));
    }

    @Override
    public NDArray after(NDArray latents, int step) {
        if (edited == null) return latents;
        try (NDArray mask = edited) {
            edited = null;
            if (!pulled || timesteps.get(step) >= PULLED_BELOW) return latents;
            NDArray inverted = inversion.at(step + 1);
            NDArray targets = latents.get("1:");
            NDArray back = targets.sub(targets.sub(inverted).muli(mask.mul(-1).addi(1)));
            return inverted.concat(back);
        }
    }
}
