package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;

/** Self-attention injection: M̂ = M, which keeps the source's layout (google/prompt-to-prompt, AttentionControlEdit). */
public record SelfReplace() implements Edit {
    @Override
    public NDArray apply(NDArray m, NDArray mStar) {
        return m;
    }

    @Override
    public boolean readsTarget() {
        return false;
    }
}
