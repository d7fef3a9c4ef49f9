package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an image was inverted to, without the edit: it can be kept and used again.
 *
 * @param latents that each evaluation begins with, the noisiest first, then x₀, [evaluations + 1, channels, height, width]
 * @param extra what else the method found, its rows one for each evaluation: noises or embeddings; empty, [0], for none
 */
public record Inversion(NDArray latents, NDArray extra) {
    /** An inversion with nothing but its latents. */
    static Inversion of(NDArray latents) {
        return new Inversion(latents, latents.getManager().create(new float[0]));
    }

    /** Returns the number of evaluations. */
    public int evaluations() {
        return (int) latents.getShape().get(0) - 1;
    }

    /** Returns what evaluation {@code i} begins with, a copy of [1, channels, height, width]. */
    public NDArray at(int i) {
        return latents.get(i + ":" + (i + 1)).duplicate();
    }

    /** Returns what was found besides for an evaluation, a copy of one row. */
    public NDArray extraAt(int i) {
        return extra.get(i + ":" + (i + 1)).duplicate();
    }

    /** Returns the latents after each evaluation. */
    public List<NDArray> after() {
        return IntStream.rangeClosed(1, evaluations()).mapToObj(this::at).toList();
    }

    /** Returns a copy that lives as long as a manager. */
    public Inversion in(NDManager manager) {
        return new Inversion(copy(latents, manager), copy(extra, manager));
    }

    private static NDArray copy(NDArray array, NDManager manager) {
        NDArray copy = array.duplicate();
        ai.djl.ndarray.NDScope.unregister(copy);
        copy.attach(manager);
        return copy;
    }
}
