package org.prompttoprompt.request;

import java.util.List;

/**
 * What makes one edited image of a request, typed.
 *
 * @param tau window of the source's cross-attention
 * @param selfAttention window of the source's self-attention
 * @param injection window of the source's residual features
 * @param queries window of the source's self-attention queries and keys
 * @param keys window of the source's self-attention keys and values
 * @param style window of self-attention that looks at the source too
 * @param carry window in which a moved object's latents are the source's
 * @param weights words to re-weight
 * @param windows words with a window of their own
 * @param text what the network reads of the two prompts
 * @param soft whether the windows of both attentions end within a step
 */
public record EditValues(
        Window tau,
        Window selfAttention,
        Window injection,
        Window queries,
        Window keys,
        Window style,
        Window carry,
        List<WordWeight> weights,
        List<WordWindow> windows,
        TextShare text,
        boolean soft) {
    public EditValues {
        weights = List.copyOf(weights);
        windows = List.copyOf(windows);
    }

    /** What is read of the edited prompt alone, by whole steps. */
    public EditValues(
            Window tau,
            Window selfAttention,
            Window injection,
            Window queries,
            Window keys,
            Window style,
            Window carry,
            List<WordWeight> weights,
            List<WordWindow> windows) {
        this(tau, selfAttention, injection, queries, keys, style, carry, weights, windows, TextShare.TARGET, false);
    }
}
