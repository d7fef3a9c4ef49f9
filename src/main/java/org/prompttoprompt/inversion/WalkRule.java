package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.prompttoprompt.diffusion.Guidance;
import org.prompttoprompt.unet.Context;

/** What a way into an image changes in the steps of a walk; as it stands here, nothing. One for each walk, as it may remember. */
public interface WalkRule {
    /** A walk like that of generated images. */
    WalkRule PLAIN = new WalkRule() {};

    /** Returns whether the source's row is guided; if not, it is what the network answers to its prompt. */
    default boolean guidesSource() {
        return true;
    }

    /** Returns what takes the place of the empty prompt at this step, of one row, if anything does. */
    default Optional<Context> empty(int step) {
        return Optional.empty();
    }

    /**
     * Returns the guided answer.
     *
     * @param empty the network's answer without the prompt, [rows, channels, height, width]; the source's row is among them only
     *     where it is guided and drawn
     * @param conditional its answer with the prompt, likewise
     */
    default NDArray mix(NDArray empty, NDArray conditional, double scale) {
        return Guidance.mix(empty, conditional, scale);
    }

    /**
     * Returns this rule with answers that keep a share of the spread of the prompt's.
     *
     * @param share 0 to 1; 0 is this rule
     */
    default WalkRule rescaled(double share) {
        return share == 0 ? this : new RescaledWalk(this, share);
    }

    /** Returns the latents after a step before they are blended, the source's row first; itself where nothing changes. */
    default NDArray after(NDArray latents, int step) {
        return latents;
    }
}
