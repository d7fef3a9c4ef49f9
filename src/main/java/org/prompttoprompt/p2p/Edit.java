package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;

/**
 * Edit(M<sub>t</sub>, M*<sub>t</sub>, t) of Hertz et al. 2022, Algorithm 1. M is the map of the source prompt and M* that
 * of the target prompt, both [heads, pixels, tokens]. Edits are records, so that two equal edits make equal images; they
 * hold numbers and no tensors.
 */
public interface Edit {
    /** No edit: M̂ = M*. */
    Edit NONE = new Edit() {
        @Override
        public NDArray apply(NDArray m, NDArray mStar) {
            return mStar;
        }

        @Override
        public String toString() {
            return "M*";
        }
    };

    /** Returns M̂, [heads, pixels, tokens*]. Neither argument is changed. */
    NDArray apply(NDArray m, NDArray mStar);

    /** Returns whether M̂ depends on M*; where it does not, M* need not be computed and may be null. */
    default boolean readsTarget() {
        return true;
    }

    /** Returns whether a pixel's row of M̂ depends on other pixels' rows. */
    default boolean readsOtherPixels() {
        return false;
    }

    /** Returns the edit made at this step, {@link #NONE} outside its window; step 0 is the noisiest. */
    default Edit at(int step) {
        return this;
    }
}
