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
    private final Waves waves;
    private final Precision precision;
    private final Optional<GuidanceEmbedding> guidance;
    private final Linear linear1;
    private final Linear linear2;

    TimeEmbedding(Weights w, UNetConfig c) {
        int channels = c.channels().get(0);
        waves = new Waves(channels, c.cosineFirst(), c.frequencyShift());
        precision = w.precision();
        guidance = c.guidanceChannels() > 0
                ? Optional.of(new GuidanceEmbedding(w.at("cond_proj"), c.guidanceChannels(), channels))
                : Optional.empty();
        linear1 = new Linear(w.at("linear_1"), channels, c.timeChannels());
        linear2 = new Linear(w.at("linear_2"), c.timeChannels(), c.timeChannels());
    }

    /**
     * Returns silu of the embedding, [1 or rows, timeChannels]: every user of it applies silu first.
     *
     * @param scale of the guidance, for a network that takes it
     * @param added to the embedding, [rows, timeChannels], if anything is
     */
    NDArray forwardSilu(NDManager manager, double timestep, OptionalDouble scale, Optional<NDArray> added) {
        return Temporaries.closedAfter(() -> {
            NDArray t = manager.create(new float[] {(float) timestep}, new Shape(1, 1));
            NDArray in = precision.from(waves.of(t));
            if (guidance.isPresent() && scale.isPresent()) {
                in = in.add(guidance.get().forward(manager, scale.getAsDouble(), precision));
            }
            NDArray embedding = linear2.forward(Ops.silu(linear1.forward(in)));
            return Ops.silu(added.map(embedding::add).orElse(embedding));
        });
    }
}
