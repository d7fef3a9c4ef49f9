package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.diffusion.Guidance;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.StepNoise;
import org.prompttoprompt.engine.Gradients;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;

/**
 * Null-text inversion (Mokady et al. 2023, arXiv 2211.09794): at each step the embedding of the empty prompt is optimised
 * until the guided step leads to the inversion's next latents, min over ∅<sub>t</sub> of |z*<sub>t-1</sub> - step(z<sub>t</sub>, ∅<sub>t</sub>, C)|²,
 * by Adam, from the embedding of the step before. Up to {@code inner} rows with gradients and three without for each step.
 *
 * @param scheduler DDIM
 * @param source the encoded source prompt
 * @param scale guidance scale of the edit
 * @param inner the most updates of a step
 * @param rate of learning at each step
 */
public record NullText(
        Scheduler scheduler,
        NoisePredictor network,
        Context source,
        double scale,
        int inner,
        IntToDoubleFunction rate) {
    /** The published number of updates. */
    public static final int INNER = 10;

    private static final double ENOUGH = 1e-5;
    private static final double MORE_EACH_STEP = 2e-5;
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    /** Returns the published rate, 0.01 at first and half of it at the end, whatever the number of steps. */
    public static IntToDoubleFunction rate(int steps) {
        return step -> 0.01 * (1 - 0.5 * step / steps);
    }

    /**
     * Optimises the embeddings.
     *
     * @param inversion by {@link DdimInversion}
     * @param empty the embedding to begin with, [1, tokens, dim]
     * @param first evaluation that is run; before it the embedding is left as it is
     * @return with the embedding of each evaluation as its extra, [evaluations, tokens, dim]
     */
    public Inversion of(Inversion inversion, NDArray empty, int first) {
        NDList embeddings = new NDList();
        NDArray z = inversion.at(first);
        NDArray u = empty.duplicate();
        for (int i = 0; i < inversion.evaluations(); i++) {
            if (i >= first) {
                NDArray from = z;
                NDArray before = u;
                int now = i;
                NDArray conditional = Temporaries.closedAfter(() -> predict(from, source, now));
                u = optimised(from, before, conditional, inversion.at(i + 1), now, i - first);
                NDArray after = u;
                z = Temporaries.closedAfter(() -> step(from, after, conditional, now));
            }
            embeddings.add(u);
        }
        return new Inversion(inversion.latents(), NDArrays.concat(embeddings));
    }

    private NDArray optimised(NDArray z, NDArray before, NDArray conditional, NDArray wanted, int i, int done) {
        NDArray u = before.duplicate();
        NDArray m = u.zerosLike();
        NDArray v = u.zerosLike();
        double alpha = rate.applyAsDouble(done);
        for (int k = 1; k <= inner; k++) {
            try (NDScope scope = new NDScope()) {
                Gradients.Slope slope = Gradients.of(
                        u, e -> step(z, e, conditional, i).sub(wanted).square().mean());
                NDArray g = slope.gradient();
                m.muli(BETA_1).addi(g.mul(1 - BETA_1));
                v.muli(BETA_2).addi(g.square().muli(1 - BETA_2));
                NDArray root = v.div(1 - Math.pow(BETA_2, k)).sqrt().addi(EPSILON);
                u.subi(m.div(1 - Math.pow(BETA_1, k)).divi(root).muli(alpha));
                if (slope.loss() < ENOUGH + done * MORE_EACH_STEP) break;
            }
        }
        return u;
    }

    private NDArray step(NDArray z, NDArray empty, NDArray conditional, int i) {
        NDArray free = predict(z, new Context(empty, source.added()), i);
        return scheduler.step(z, Guidance.mix(free, conditional, scale), i, StepNoise.NONE);
    }

    private NDArray predict(NDArray z, Context context, int i) {
        return network.predict(z, scheduler.timesteps().get(i), context, AttentionControl.NONE, FeatureControl.NONE);
    }

    /** Returns what puts the optimised embeddings in the place of the empty prompt. */
    public static WalkRule rule(Inversion inversion, Context empty) {
        return new WalkRule() {
            @Override
            public Optional<Context> empty(int step) {
                return Optional.of(new Context(inversion.extraAt(step), empty.added()));
            }
        };
    }
}
