package org.prompttoprompt.attention;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * Sees the attention maps of one UNet pass and may replace them, between the softmax and the product with V. The network
 * knows this interface and nothing of what is done with it.
 */
public interface AttentionControl {
    /** Leaves every map alone; the network then never builds one. */
    AttentionControl NONE = new AttentionControl() {
        @Override
        public boolean wants(Site site) {
            return false;
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            return maps;
        }
    };

    /** Returns who is to see what this layer multiplied, of all rows; empty where nobody looks. */
    default Optional<Witness> witness(Site site) {
        return Optional.empty();
    }

    /** Returns whether {@link #apply} must be called here; if not, the layer uses fused attention and no map exists. */
    boolean wants(Site site);

    /**
     * Returns the first row of the batch that is seen. The rows before it, the half of the guidance without the prompt, use
     * fused attention everywhere, and no map of theirs exists.
     */
    default int firstRow() {
        return 0;
    }

    /**
     * Returns the maps of the rows seen where they do not depend on those that the network would build here, which then
     * are not built; empty where {@link #apply} must be asked.
     */
    default Optional<NDArray> ready(Site site) {
        return Optional.empty();
    }

    /**
     * Returns how many of the rows seen {@link #apply} reads the maps of, the first ones: those of the others are not built, though it
     * returns maps for all.
     */
    default int rowsRead(Site site, int seen) {
        return seen;
    }

    /**
     * Returns the maps to use in place of {@code maps}, [rows seen, heads, pixels, keys], of {@link #rowsRead} rows on the way in. Each row of pixels sums to
     * one on the way in. The maps given belong to the caller and may be changed in place; they are freed after the layer, so
     * whoever keeps a map takes a copy out of the scope ({@code NDScope.unregister}) and closes it.
     */
    NDArray apply(NDArray maps, Site site);
}
