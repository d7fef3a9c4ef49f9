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
 */
public record FeatureInjection(String convolution, Span residual, List<String> attentions, Span queries) {
    public FeatureInjection {
        attentions = List.copyOf(attentions);
    }

    /** Returns the names of the layers whose output is injected at this step. */
    public List<String> at(int step) {
        List<String> layers = new ArrayList<>();
        if (residual.contains(step)) layers.add(convolution);
        if (queries.contains(step)) {
            for (String attention : attentions) layers.addAll(List.of(attention + ".to_q", attention + ".to_k"));
        }
        return layers;
    }
}
