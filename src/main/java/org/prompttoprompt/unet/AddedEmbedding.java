package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.nn.Linear;

/**
 * What Stable Diffusion XL adds to the embedding of the time: the pooled prompt and six sizes as waves, through two linear
 * layers (Podell et al. 2023, section 2.2; diffusers' {@code text_time}).
 */
final class AddedEmbedding {
    private final Waves waves;
    private final Precision precision;
    private final Linear linear1;
    private final Linear linear2;

    AddedEmbedding(Weights w, UNetConfig c) {
        waves = new Waves(c.sizeChannels(), c.cosineFirst(), c.frequencyShift());
        precision = w.precision();
        linear1 = new Linear(w.at("linear_1"), c.addedChannels(), c.timeChannels());
        linear2 = new Linear(w.at("linear_2"), c.timeChannels(), c.timeChannels());
    }

    /** Returns [rows, timeChannels], to be added to the embedding of the time. */
    NDArray forward(Context.Added added) {
        long rows = added.sizes().getShape().get(0);
        NDArray sizes = waves.of(added.sizes().reshape(-1, 1)).reshape(rows, -1);
        NDArray both = precision.from(added.pooled().concat(sizes, 1));
        return linear2.forward(Ops.silu(linear1.forward(both)));
    }
}
