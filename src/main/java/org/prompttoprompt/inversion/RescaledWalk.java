package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.prompttoprompt.diffusion.GuidanceRescale;
import org.prompttoprompt.unet.Context;

/**
 * A rule whose guided answers are rescaled.
 *
 * @param rule that guides
 * @param share 0 to 1
 */
record RescaledWalk(WalkRule rule, double share) implements WalkRule {
    @Override
    public boolean guidesSource() {
        return rule.guidesSource();
    }

    @Override
    public Optional<Context> empty(int step) {
        return rule.empty(step);
    }

    @Override
    public NDArray mix(NDArray empty, NDArray conditional, double scale) {
        return GuidanceRescale.of(rule.mix(empty, conditional, scale), conditional, share);
    }

    @Override
    public NDArray after(NDArray latents, int step) {
        return rule.after(latents, step);
    }
}
