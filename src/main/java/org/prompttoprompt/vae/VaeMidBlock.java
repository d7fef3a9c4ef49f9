package org.prompttoprompt.vae;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.nn.ResnetBlock;

/** A residual block, attention if the model has it, a residual block, at the coarsest level of encoder and decoder. */
final class VaeMidBlock {
    private final ResnetBlock resnet0;
    private final VaeAttention attention;
    private final ResnetBlock resnet1;

    VaeMidBlock(Weights w, VaeConfig c) {
        int channels = c.channels().get(c.channels().size() - 1);
        resnet0 = new ResnetBlock(w.at("resnets").at(0), channels, channels, 0, c.groups(), VaeConfig.EPS);
        attention = c.midAttention() ? new VaeAttention(w.at("attentions").at(0), channels, c.groups()) : null;
        resnet1 = new ResnetBlock(w.at("resnets").at(1), channels, channels, 0, c.groups(), VaeConfig.EPS);
    }

    NDArray forward(NDArray x) {
        return Temporaries.closedAfter(() -> {
            NDArray h = resnet0.forward(x);
            return resnet1.forward(attention == null ? h : attention.forward(h));
        });
    }
}
