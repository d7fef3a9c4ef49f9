package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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
    private final Linear linear1;
    private final Linear linear2;

    TimeEmbedding(Weights w, UNetConfig c) {
        channels = c.channels().get(0);
        cosineFirst = c.cosineFirst();
        frequencyShift = c.frequencyShift();
        precision = w.precision();
        linear1 = new Linear(w.at("linear_1"), channels, c.timeChannels());
        linear2 = new Linear(w.at("linear_2"), c.timeChannels(), c.timeChannels());
    }

    /** Returns silu of the embedding, [1, timeChannels]: every user of it applies silu first. */
    NDArray forwardSilu(NDManager manager, double timestep) {
        return Temporaries.closedAfter(() -> {
            NDArray waves = precision.from(manager.create(waves(timestep), new Shape(1, channels)));
            return Ops.silu(linear2.forward(Ops.silu(linear1.forward(waves))));
        });
    }

    private float[] waves(double timestep) {
        int half = channels / 2;
        float[] waves = new float[channels];
        for (int j = 0; j < half; j++) {
            // Single precision where the reference has it: the frequency and its product with t.
            float frequency = (float) Math.exp(-Math.log(10000) * j / (half - frequencyShift));
            double angle = (float) timestep * frequency;
            waves[cosineFirst ? j : half + j] = (float) Math.cos(angle);
            waves[cosineFirst ? half + j : j] = (float) Math.sin(angle);
        }
        return waves;
    }
}
