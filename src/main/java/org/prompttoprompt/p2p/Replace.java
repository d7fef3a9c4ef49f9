package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.text.Alignment;

/** Word swap: M̂ = M·A (Hertz et al. 2022, section 3.2, "Word Swap"). A maps the source's tokens to the target's. */
public record Replace(Alignment a) implements Edit {
    @Override
    public NDArray apply(NDArray m, NDArray mStar) {
        return a.isIdentity() ? m : m.matMul(a.matrix(m.getManager()));
    }

    @Override
    public boolean readsTarget() {
        return false;
    }
}
