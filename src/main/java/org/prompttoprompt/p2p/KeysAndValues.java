package org.prompttoprompt.p2p;

import java.util.List;
import java.util.stream.Stream;

/**
 * Mutual self-attention (Cao et al. 2023, MasaCtrl, arXiv 2304.08465, equation 4): Attention(Q*, K, V), the target's own queries with the
 * source's keys and values. The target keeps its layout, which its own prompt decides, and takes what it shows from the source.
 *
 * @param attentions names of the self-attention layers: those of the decoder's finer blocks
 * @param span when; not in the first steps, which decide the layout
 */
public record KeysAndValues(List<String> attentions, Span span) {
    /** Of no layer. */
    public static final KeysAndValues NONE = new KeysAndValues(List.of(), new Span(0, 0));

    public KeysAndValues {
        attentions = List.copyOf(attentions);
    }

    /** Returns the names of the layers whose output is the source's at this step. */
    List<String> at(int step) {
        return span.contains(step)
                ? attentions.stream()
                        .flatMap(name -> Stream.of(name + ".to_k", name + ".to_v"))
                        .toList()
                : List.of();
    }
}
