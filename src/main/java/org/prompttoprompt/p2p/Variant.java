package org.prompttoprompt.p2p;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;

/**
 * One image of a sweep: all that is done to make it from its source.
 *
 * @param target number of the target prompt, 0 for the first
 * @param cross what is done to the cross-attention maps
 * @param self what is done to the self-attention maps of at most {@code selfPixels} queries
 * @param injection plug-and-play features, if any
 * @param blend what is put together after each step, such as a local blend, if anything
 */
public record Variant(
        int target,
        Edit cross,
        Edit self,
        int selfPixels,
        Optional<FeatureInjection> injection,
        Optional<? extends Blend> blend) {
    /** Returns the edit made at this place and step. */
    Edit edit(Site site, int step) {
        if (site.cross()) return cross.at(step);
        // A map that is replaced would leave nothing to be shared.
        boolean shared = features(step).contains(site.name() + FeatureControl.PRODUCT);
        return site.pixels() <= selfPixels && !shared ? self.at(step) : Edit.NONE;
    }

    /** Returns whether anything in the network is edited or injected at this step. */
    public boolean edits(int step) {
        return cross.at(step) != Edit.NONE
                || self.at(step) != Edit.NONE
                || !features(step).isEmpty();
    }

    /** Returns whether anything of this attention layer is injected at any of so many steps. */
    public boolean injects(Site site, int steps) {
        return IntStream.range(0, steps)
                .anyMatch(step -> features(step).stream().anyMatch(layer -> layer.startsWith(site.name() + ".")));
    }

    /** Returns the names of the layers whose features are injected at this step. */
    List<String> features(int step) {
        return injection.map(i -> i.at(step)).orElse(List.of());
    }

    /** Returns all that is done at this step; variants that agreed on it at every step so far have the same latents. */
    public Object at(int step) {
        Object blended = blend.isPresent() && blend.get().actsAt(step) ? blend.get() : "";
        return List.of(target, cross.at(step), self.at(step), selfPixels, features(step), blended);
    }
}
