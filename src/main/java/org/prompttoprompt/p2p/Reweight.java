package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Attention re-weighting: M̂ᵢⱼ = cⱼ · Edit(M, M*)ᵢⱼ (Hertz et al. 2022, section 3.2, "Attention Re-weighting"). The paper
 * takes c from [-2, 2]; larger values and negative ones are used as they are.
 *
 * @param inner the edit whose map is scaled: that of the source for the same prompt, or a swap, or an added phrase
 * @param c one factor per target token, 1 where nothing changes
 */
public record Reweight(Edit inner, List<Float> c) implements Edit {
    public Reweight {
        c = List.copyOf(c);
    }

    @Override
    public NDArray apply(NDArray m, NDArray mStar) {
        float[] factors = new float[c.size()];
        for (int j = 0; j < factors.length; j++) factors[j] = c.get(j);
        return inner.apply(m, mStar).mul(m.getManager().create(factors));
    }

    @Override
    public boolean readsTarget() {
        return inner.readsTarget();
    }

    @Override
    public boolean readsOtherPixels() {
        return inner.readsOtherPixels();
    }
}
