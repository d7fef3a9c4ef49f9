package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.OptionalDouble;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.nn.Linear;

/** A timestep as waves of 10000^(-j/half) per step, through two linear layers: linear2(silu(linear1([cos, sin]))). */
final class TimeEmbedding {
    private final int channels;
    private final boolean cosineFirst;
    private final double frequencyShift;
    private final Precision precision;
    private final Optional<GuidanceEmbedding> guidance;
    private final Linear linear1;
    private final Linear linear2;

    TimeEmbedding(Weights w, UNetConfig c) {
        channels = c.channels().get(0);
        cosineFirst = c.cosineFirst();
        frequencyShift = c.frequencyShift();
        precision = w.precision();
        guidance = c.guidanceChannels() > 0
                ? Optional.of(new GuidanceEmbedding(w.at("cond_proj"), c.guidanceChannels(), channels))
                : Optional.empty();
        linear1 = new Linear(w.at("linear_1"), channels, c.timeChannels());
        linear2 = new Linear(w.at("linear_2"), c.timeChannels(), c.timeChannels());
    }

    /**
     * Returns silu of the embedding, [1, timeChannels]: every user of it applies silu first.
     *
     * @param scale of the guidance, for a network that takes it
     */
    NDArray forwardSilu(NDManager manager, double timestep, OptionalDouble scale) {
        return Temporaries.closedAfter(() -> {
            NDArray waves = precision.from(waves(manager, timestep));
            if (guidance.isPresent() && scale.isPresent()) {
                waves = waves.add(guidance.get().forward(manager, scale.getAsDouble(), precision));
            }
            return Ops.silu(linear2.forward(Ops.silu(linear1.forward(waves))));
        });
    }

    /** In single precision throughout, by the same operations as the reference: at t = 981 its rounding is 1e-5 of a wave. */
    private NDArray waves(NDManager manager, double timestep) {
        int half = channels / 2;
        float[] exponents = new float[half];
        for (int j = 0; j < half; j++) {
            exponents[j] = (float) -Math.log(10000) * j / (float) (half - frequencyShift);
        }
        NDArray angles = manager.create(exponents, new Shape(1, half)).exp().muli((float) timestep);
        return cosineFirst ? angles.cos().concat(angles.sin(), 1) : angles.sin().concat(angles.cos(), 1);
    }
}
