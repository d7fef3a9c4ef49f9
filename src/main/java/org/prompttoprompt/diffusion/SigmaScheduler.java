package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A sampler whose latents are x₀ + σ·ε, on a course of noise levels (Karras et al. 2022); what it has of its own is the step. */
abstract class SigmaScheduler implements Scheduler {
    final Sigmas sigmas;

    SigmaScheduler(Sigmas sigmas) {
        this.sigmas = sigmas;
    }

    /** Returns the step whose noise level the latents of an evaluation have. */
    int level(int i) {
        return i;
    }

    @Override
    public List<Double> timesteps() {
        return sigmas.timesteps();
    }

    @Override
    public double initialSigma() {
        return sigmas.initial();
    }

    @Override
    public NDArray input(NDArray latents, int i) {
        return sigmas.input(latents, level(i));
    }

    @Override
    public NDArray original(NDArray latents, NDArray output, int i) {
        return sigmas.original(latents, output, level(i));
    }

    @Override
    public NDArray noised(NDArray original, NDArray epsilon, int i) {
        return sigmas.noised(original, epsilon, level(i));
    }
}
