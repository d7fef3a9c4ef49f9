package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;

/** What a network answers to noisy latents x = √ᾱ·x₀ + √(1-ᾱ)·ε: the noise, the image, or v = √ᾱ·ε - √(1-ᾱ)·x₀. */
enum Prediction {
    EPSILON {
        @Override
        NDArray epsilon(NDArray latents, NDArray output, double alpha) {
            return output;
        }

        @Override
        NDArray original(NDArray latents, NDArray output, double alpha) {
            return latents.sub(output.mul(Math.sqrt(1 - alpha))).divi(Math.sqrt(alpha));
        }
    },
    /** Salimans and Ho 2022. */
    VELOCITY {
        @Override
        NDArray epsilon(NDArray latents, NDArray output, double alpha) {
            return output.mul(Math.sqrt(alpha)).addi(latents.mul(Math.sqrt(1 - alpha)));
        }

        @Override
        NDArray original(NDArray latents, NDArray output, double alpha) {
            return latents.mul(Math.sqrt(alpha)).subi(output.mul(Math.sqrt(1 - alpha)));
        }
    },
    SAMPLE {
        @Override
        NDArray epsilon(NDArray latents, NDArray output, double alpha) {
            return latents.sub(output.mul(Math.sqrt(alpha))).divi(Math.sqrt(1 - alpha));
        }

        @Override
        NDArray original(NDArray latents, NDArray output, double alpha) {
            return output.duplicate();
        }
    };

    /** Returns the predicted noise ε. */
    abstract NDArray epsilon(NDArray latents, NDArray output, double alpha);

    /** Returns the predicted image x₀, a new array. */
    abstract NDArray original(NDArray latents, NDArray output, double alpha);
}
