package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.diffusion.StepNoise;

/**
 * Inversion-free editing (Xu et al. 2024, InfEdit, arXiv 2312.04965; sled-group/InfEdit, ddcm_sampler): source and target
 * begin with one noise, and in each step the target's x₀ differs from the image by what the network's two predictions differ
 * by,
 *
 * <pre>x₀* = x₀ + x̂₀(x*<sub>t</sub>, ε*) - x̂₀(x<sub>t</sub>, ε), which is x₀ + ((x* - x) - √(1-ᾱ) (ε* - ε)) / √ᾱ</pre>
 *
 * then both go on, x' = √ᾱ' x₀ + √(1-ᾱ') (√(1-η) e + √η n), with the same new noise n and the noise e that x* has in it if x₀*
 * is its image. At the published η = 1 all noise is new. The source is the image by construction, and nothing is inverted: one
 * network row with the source prompt and two for each target a step. Equal prompts return the image.
 *
 * <p>With a mutual row, the last one, the source is drawn in the target's layout besides (see {@link
 * org.prompttoprompt.p2p.FeatureInjection} and {@link org.prompttoprompt.p2p.MutualBlend}); as published, its noise e is then the
 * source's too.
 */
public final class VirtualInversion implements Scheduler {
    private final Scheduler sampler;
    private final NDArray image;
    private final double eta;
    private final boolean mutual;

    /**
     * @param sampler whose timesteps and levels of noise are used
     * @param image x₀, [1, channels, height, width]
     * @param eta share of new noise, 0 to 1
     * @param mutual whether the last row is the mutual one
     */
    public VirtualInversion(Scheduler sampler, NDArray image, double eta, boolean mutual) {
        this.sampler = sampler;
        this.image = image;
        this.eta = eta;
        this.mutual = mutual;
    }

    /**
     * Returns the way in, with the published η and without a mutual row.
     *
     * @param evaluation the first one that is run
     */
    public static WayIn of(NDArray image, long seed, Scheduler sampler, int evaluation) {
        return of(image, seed, sampler, evaluation, 1, false);
    }

    /** {@link #of(NDArray, long, Scheduler, int)} with η, and with or without a mutual row. */
    public static WayIn of(NDArray image, long seed, Scheduler sampler, int evaluation, double eta, boolean mutual) {
        Start start = Start.ofImage(image, seed, sampler, evaluation);
        List<NDArray> source = new ArrayList<>();
        int n = sampler.timesteps().size();
        // Where all noise is new, the source is known before: the image with the noise of each step.
        for (int i = 0; i < n && eta == 1 && !mutual; i++) {
            boolean drawn = i >= evaluation && i + 1 < n;
            source.add(drawn ? sampler.noised(image, start.noise().at(i), i + 1) : image.duplicate());
        }
        return new WayIn(start, source, new VirtualInversion(sampler, image, eta, mutual), new Unguided(mutual));
    }

    /** Neither the source nor the mutual row, which has its prompt, is guided. */
    private record Unguided(boolean mutual) implements WalkRule {
        @Override
        public boolean guidesSource() {
            return false;
        }

        @Override
        public NDArray mix(NDArray empty, NDArray conditional, double scale) {
            NDArray mixed = WalkRule.super.mix(empty, conditional, scale);
            long last = mixed.getShape().get(0) - 1;
            return mutual ? mixed.get(":" + last).concat(conditional.get(last + ":")) : mixed;
        }
    }

    @Override
    public boolean comparesWithSource() {
        return true;
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
        if (i + 1 == timesteps().size()) return originals;
        NDArray fresh = noise.at(i);
        if (eta == 1) return sampler.noised(originals, fresh, i + 1);
        NDArray own = noiseIn(latents, originals, i);
        if (mutual) own = own.get((own.getShape().get(0) - 1) + ":").concat(own.get("1:"));
        return sampler.noised(originals, own.mul(Math.sqrt(1 - eta)).add(fresh.mul(Math.sqrt(eta))), i + 1);
    }

    /** Returns the noise in latents if these are their images: noising is linear. */
    private NDArray noiseIn(NDArray latents, NDArray originals, int i) {
        NDArray none = originals.zerosLike();
        NDArray share = sampler.noised(none, originals.onesLike(), i);
        return latents.sub(sampler.noised(originals, none, i)).div(share);
    }

    @Override
    public NDArray noised(NDArray original, NDArray epsilon, int i) {
        return sampler.noised(original, epsilon, i);
    }
}
