package org.prompttoprompt.p2p;

import java.util.ArrayList;
import java.util.List;

/**
 * Plug-and-play beside prompt-to-prompt: the source's decoder features go into the target (Tumanyan et al. 2022, section
 * 4). A target row's features become the source's: the second convolution's output of one residual block, and optionally
 * the queries and keys of the decoder's self-attention, each in its own window.
 *
 * @param convolution name of the second convolution of a residual block, in Stable Diffusion {@code
 *     up_blocks.1.resnets.1.conv2}
 * @param residual when its features are injected
 * @param attentions names of the self-attention layers
 * @param queries when their queries and keys are injected
 * @param mutual whether the row is the source drawn in the layout of the row before it (Xu et al. 2024, InfEdit): it has the source's
 *     keys and values at every step, and after the window the queries of the row before it
 * @param taken the source's keys and values, if any are taken
 * @param shared the source's pixels that a target looks at besides its own, if it does
 */
public record FeatureInjection(
        String convolution,
        Span residual,
        List<String> attentions,
        Span queries,
        boolean mutual,
        KeysAndValues taken,
        SharedAttention shared) {
    /** An injection of the source's features alone. */
    public FeatureInjection(String convolution, Span residual, List<String> attentions, Span queries) {
        this(convolution, residual, attentions, queries, false);
    }

    /** An injection of features alone. */
    public FeatureInjection(String convolution, Span residual, List<String> attentions, Span queries, boolean mutual) {
        this(convolution, residual, attentions, queries, mutual, KeysAndValues.NONE, SharedAttention.NONE);
    }

    public FeatureInjection {
        attentions = List.copyOf(attentions);
    }

    /** Returns the names of the layers whose output is injected at this step. */
    public List<String> at(int step) {
        List<String> layers = new ArrayList<>();
        if (residual.contains(step)) layers.add(convolution);
        if (mutual) {
            for (String attention : attentions)
                layers.addAll(List.of(attention + ".to_q", attention + ".to_k", attention + ".to_v"));
        } else if (queries.contains(step)) {
            for (String attention : attentions) layers.addAll(List.of(attention + ".to_q", attention + ".to_k"));
        }
        taken.at(step).stream().filter(layer -> !layers.contains(layer)).forEach(layers::add);
        layers.addAll(shared.at(step));
        return layers;
    }

    /**
     * Returns which row a row takes the features of a layer from.
     *
     * @param row itself, the source being 0
     */
    int from(String layer, int step, int row) {
        return mutual && !queries.contains(step) && layer.endsWith(".to_q") ? row - 1 : 0;
    }
}
