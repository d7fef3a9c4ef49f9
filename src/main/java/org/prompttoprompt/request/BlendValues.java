package org.prompttoprompt.request;

import java.util.List;

/**
 * The local blend of a request.
 *
 * @param words whose region may change; none: everywhere, or where a mask that is given says
 * @param keep words whose region must not change
 * @param threshold share of the strongest attention above which a pixel belongs to a word, 0 to 1
 * @param both whether a pixel must be in the words' region and in a mask that is given, else in either
 * @param from share of the steps before it begins, 0 to 1
 * @param fine whether the words' maps are first spread by self-attention
 */
public record BlendValues(
        List<WordName> words, List<WordName> keep, double threshold, boolean both, double from, boolean fine) {
    public BlendValues {
        words = List.copyOf(words);
        keep = List.copyOf(keep);
    }
}
