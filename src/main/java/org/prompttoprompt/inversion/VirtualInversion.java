package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.diffusion.StepNoise;

/**
 * Inversion-free editing (Xu et al. 2024, InfEdit, arXiv 2312.04965; sled-group/InfEdit, ddcm_sampler, at its η = 1): source
 * and target begin with one noise, and in each step the target's x₀ differs from the image by what the network's two
 * predictions differ by,
 *
 * <pre>x₀* = x₀ + x̂₀(x*<sub>t</sub>, ε*) - x̂₀(x<sub>t</sub>, ε), which is x₀ + ((x* - x) - √(1-ᾱ) (ε* - ε)) / √ᾱ</pre>
 *
 * then both get the same new noise, x' = √ᾱ' x₀ + √(1-ᾱ') n. The source is the image by construction, and nothing is
 * inverted: one network row with the source prompt and two for each target a step. Equal prompts return the image.
 */
public final class VirtualInversion implements Scheduler {
    private final Scheduler sampler;
    private final NDArray image;

    /**
     * @param sampler whose timesteps and levels of noise are used
     * @param image x₀, [1, channels, height, width]
     */
    public VirtualInversion(Scheduler sampler, NDArray image) {
        this.sampler = sampler;
        this.image = image;
    }

    /**
     * Returns the way in.
     *
     * @param evaluation the first one that is run
     */
    public static WayIn of(NDArray image, long seed, Scheduler sampler, int evaluation) {
        WalkRule unguided = new WalkRule() {
            @Override
            public boolean guidesSource() {
                return false;
            }
        };
        Start start = Start.ofImage(image, seed, sampler, evaluation);
        return new WayIn(start, List.of(), new VirtualInversion(sampler, image), unguided);
    }

    @Override
    public List<Double> timesteps() {
        return sampler.timesteps();
    }

    @Override
    public double initialSigma() {
        return sampler.initialSigma();
    }

    @Override
    public NDArray input(NDArray latents, int i) {
        return sampler.input(latents, i);
    }

    @Override
    public int evaluation(int step) {
        return sampler.evaluation(step);
    }

    /** Returns x₀* of each row, of which the first must be the source's. */
    @Override
    public NDArray original(NDArray latents, NDArray output, int i) {
        NDArray predicted = sampler.original(latents, output, i);
        return predicted.sub(predicted.get("0:1")).addi(image);
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
        NDArray originals = original(latents, output, i);
        return i + 1 == timesteps().size() ? originals : sampler.noised(originals, noise.at(i), i + 1);
    }

    @Override
    public NDArray noised(NDArray original, NDArray epsilon, int i) {
        return sampler.noised(original, epsilon, i);
    }
}
