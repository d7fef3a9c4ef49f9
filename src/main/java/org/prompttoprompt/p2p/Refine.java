package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.text.Alignment;

/**
 * Adding a phrase: M̂ᵢⱼ = M<sub>i,A(j)</sub> where target token j has a source token A(j), and M*ᵢⱼ where it is new
 * (Hertz et al. 2022, section 3.2, "Adding a New Phrase").
 */
public record Refine(Alignment a) implements Edit {
    @Override
    public NDArray apply(NDArray m, NDArray mStar) {
        return m.matMul(a.matrix(m.getManager())).addi(mStar.mul(a.isNew(m.getManager())));
    }
}
