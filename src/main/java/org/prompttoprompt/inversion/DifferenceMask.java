package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.List;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Noise;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;

/**
 * Where two prompts disagree about an image (Couairon et al. 2023, DiffEdit, arXiv 2210.11427, section 3.2): the mean over
 * noises and channels of |ε(z<sub>t</sub>, t, C*) - ε(z<sub>t</sub>, t, C)| halfway through the course, cut off at three
 * times its mean and divided by that; inside is what is at least a half.
 */
public final class DifferenceMask {
    /** The published number of noises; two network rows for each. */
    public static final int NOISES = 10;

    private static final double CUT = 3;
    private static final double INSIDE = 0.5;
    private static final long FIRST_SEED = 8001;

    private DifferenceMask() {}

    /**
     * Returns which of the latents' pixels are inside, row after row.
     *
     * @param image x₀, [1, channels, height, width]
     */
    public static boolean[] of(NDArray image, Ddim scheduler, NoisePredictor network, Context source, Context target) {
        float[] sum =
                new float[(int) (image.getShape().get(2) * image.getShape().get(3))];
        int i = scheduler.timesteps().size() / 2;
        for (int n = 0; n < NOISES; n++) {
            try (NDScope scope = new NDScope()) {
                NDArray noise = Noise.of(image.getManager(), FIRST_SEED + n, image.getShape());
                NDArray z = scheduler.noised(image, noise, i).repeat(0, 2);
                NDArray output = network.predict(
                        z,
                        scheduler.timesteps().get(i),
                        Context.concat(List.of(source, target)),
                        AttentionControl.NONE,
                        FeatureControl.NONE);
                NDArray epsilon = scheduler.epsilon(z, output, i);
                float[] apart = epsilon.get("1:")
                        .sub(epsilon.get("0:1"))
                        .abs()
                        .squeeze(0)
                        .mean(new int[] {0})
                        .toFloatArray();
                for (int p = 0; p < sum.length; p++) sum[p] += apart[p] / NOISES;
            }
        }
        return inside(sum);
    }

    static boolean[] inside(float[] differences) {
        double mean = 0;
        for (float difference : differences) mean += difference / differences.length;
        boolean[] inside = new boolean[differences.length];
        for (int p = 0; p < inside.length; p++) {
            inside[p] = mean > 0 && Math.min(differences[p], CUT * mean) / (CUT * mean) >= INSIDE;
        }
        return inside;
    }
}
