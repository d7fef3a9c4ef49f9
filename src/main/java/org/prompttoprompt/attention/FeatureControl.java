package org.prompttoprompt.attention;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * Sees named features of one UNet pass and may replace them: the output of a residual block's second convolution before
 * the shortcut is added ({@code up_blocks.1.resnets.1.conv2}), and the queries, keys and values of an attention layer
 * ({@code ...attn1.to_q}, {@code ...attn1.to_k}, {@code ...attn1.to_v}). What {@link #instead} names is seen likewise where it is computed.
 */
public interface FeatureControl {
    /** Leaves every feature alone. */
    FeatureControl NONE = new FeatureControl() {
        @Override
        public boolean wants(String layer) {
            return false;
        }

        @Override
        public NDArray apply(NDArray features, String layer) {
            return features;
        }
    };

    /** Returns whether {@link #apply} must be called with the output of this layer. */
    boolean wants(String layer);

    /**
     * Returns what to use in place of {@code features}: [rows, channels, height, width] of a convolution, [rows, pixels,
     * channels] of a projection. The features given belong to the caller and must not be changed.
     */
    NDArray apply(NDArray features, String layer);

    /**
     * Returns what an earlier step computed, a new array of the caller's, where this pass is not to compute it: {@link #inputOf} the
     * last layers, all that leads there but for the skips being left out then, or the output of a cross-attention layer ({@code
     * ...attn2}).
     */
    default Optional<NDArray> instead(String layer) {
        return Optional.empty();
    }

    /**
     * Returns of how many pixels in each direction a self-attention layer's keys and values are one's; 1 where each pixel has its own.
     * Where maps are wanted, each has.
     */
    default int downsample(String layer) {
        return 1;
    }

    /** Ends the name by which {@link #wants} is asked whether {@link #product} changes what a layer made. */
    String PRODUCT = ".product";

    /**
     * Returns what to use in place of a self- or cross-attention layer's maps times values, [rows, pixels, channels].
     *
     * @param q queries as the layer used them, [rows, pixels, channels]; k and v likewise
     * @param product as the layer made it; it must not be changed
     */
    default NDArray product(NDArray q, NDArray k, NDArray v, NDArray product, int heads, String layer) {
        return product;
    }

    /** Sees what is used of a layer's output, after {@link #apply} where that was called, and what the layer had built. */
    default void used(NDArray built, NDArray used, String layer) {}

    /** Returns the name of what the last so many layers of the network's last block go on with, beside their skips. */
    static String inputOf(int lastLayers) {
        return "last_layers." + lastLayers + ".in";
    }

    /** Returns the features to use of a layer: as built, or as the control changes them. */
    static NDArray hooked(NDArray built, String layer, FeatureControl features) {
        NDArray used = features.wants(layer) ? features.apply(built, layer) : built;
        features.used(built, used, layer);
        return used;
    }
}
