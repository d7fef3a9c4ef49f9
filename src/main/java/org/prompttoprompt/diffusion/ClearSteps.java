package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/** The evaluations in which the latents hold more of the image than noise: ᾱₜ > 1 - ᾱₜ. */
public final class ClearSteps {
    private ClearSteps() {}

    /** Returns those of the candidates; the last of these where all hold more noise, as with very few steps. */
    public static SortedSet<Integer> of(Scheduler scheduler, Collection<Integer> candidates, NDManager manager) {
        SortedSet<Integer> clear = new TreeSet<>(candidates);
        int last = clear.last();
        try (NDScope scope = new NDScope()) {
            NDArray one = manager.ones(new Shape(1, 1, 1, 1));
            NDArray none = one.zerosLike();
            clear.removeIf(i -> scheduler.noised(none, one, i).getFloat()
                    >= scheduler.noised(one, none, i).getFloat());
        }
        if (clear.isEmpty()) clear.add(last);
        return clear;
    }
}
