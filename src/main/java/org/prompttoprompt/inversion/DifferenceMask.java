package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.nio.FloatBuffer;
import java.util.List;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Noise;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;

/**
 * Where two prompts disagree about an image (Couairon et al. 2023, DiffEdit, arXiv 2210.11427, section 3.2): d, the mean over
 * noises and channels of |ε(z<sub>t</sub>, t, C*) - ε(z<sub>t</sub>, t, C)| halfway through the course.
 *
 * @param d of each pixel of the latents, row after row
 * @param width of the latents
 */
public record DifferenceMask(FloatBuffer d, int width) {
    /** The published number of noises; two network rows for each. */
    public static final int NOISES = 10;

    /** The largest {@link #spread} of an edit that has its place: on 40 tuning renders those of objects come to .57, of whole pictures from .60 (one .58). */
    public static final double LOCAL = 0.59;

    /** Chosen on the same renders: as many edits are right as without a mask, and more of the rest stays than at 1. */
    private static final double PLACE = 1.2;

    private static final double CUT = 3;
    private static final double INSIDE = 0.5;
    private static final long FIRST_SEED = 8001;

    /**
     * Asks the network.
     *
     * @param image x₀, [1, channels, height, width]
     * @param known ε under the source prompt for each noise, as far as it was asked for before; what is missing is added, so that the
     *     next edit of the same image takes half of the rows
     */
    public static DifferenceMask of(
            NDArray image,
            Ddim scheduler,
            NoisePredictor network,
            Context source,
            Context target,
            List<float[]> known) {
        float[] sum =
                new float[(int) (image.getShape().get(2) * image.getShape().get(3))];
        int i = scheduler.timesteps().size() / 2;
        for (int n = 0; n < NOISES; n++) {
            try (NDScope scope = new NDScope()) {
                NDArray noise = Noise.of(image.getManager(), FIRST_SEED + n, image.getShape());
                boolean asked = known.size() > n;
                NDArray z = scheduler.noised(image, noise, i).repeat(0, asked ? 1 : 2);
                NDArray output = network.predict(
                        z,
                        scheduler.timesteps().get(i),
                        asked ? target : Context.concat(List.of(source, target)),
                        AttentionControl.NONE,
                        FeatureControl.NONE);
                NDArray epsilon = scheduler.epsilon(z, output, i);
                if (!asked) known.add(epsilon.get("0:1").toFloatArray());
                float[] apart = epsilon.get(asked ? "0:1" : "1:")
                        .sub(image.getManager().create(known.get(n), image.getShape()))
                        .abs()
                        .squeeze(0)
                        .mean(new int[] {0})
                        .toFloatArray();
                for (int p = 0; p < sum.length; p++) sum[p] += apart[p] / NOISES;
            }
        }
        return new DifferenceMask(
                FloatBuffer.wrap(sum).asReadOnlyBuffer(), (int) image.getShape().get(3));
    }

    private double mean() {
        double sum = 0;
        for (int p = 0; p < d.limit(); p++) sum += d.get(p);
        return sum / d.limit();
    }

    /** Returns which pixels are inside as published: d, cut off at three times its mean and divided by that, is at least a half. */
    public boolean[] inside() {
        double mean = mean();
        boolean[] inside = new boolean[d.limit()];
        for (int p = 0; p < inside.length; p++) {
            inside[p] = mean > 0 && Math.min(d.get(p), CUT * mean) / (CUT * mean) >= INSIDE;
        }
        return inside;
    }

    /**
     * Returns the share of the pixels that the disagreement is spread over: (Σ d)² / (n Σ d²), 1 where all pixels have the same and
     * 1 / n where one has it all. Of edits of an object it is below {@link #LOCAL}, of those of the whole picture above.
     */
    public double spread() {
        double sum = 0;
        double squares = 0;
        for (int p = 0; p < d.limit(); p++) {
            sum += d.get(p);
            squares += (double) d.get(p) * d.get(p);
        }
        return squares == 0 ? 1 : sum * sum / (d.limit() * squares);
    }

    /** Returns which pixels are inside of an edit that has its place: d is at least {@link #PLACE} of its mean. */
    public boolean[] place() {
        double mean = mean();
        boolean[] inside = new boolean[d.limit()];
        for (int p = 0; p < inside.length; p++) inside[p] = mean > 0 && d.get(p) >= PLACE * mean;
        return inside;
    }
}
