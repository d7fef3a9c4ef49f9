package org.prompttoprompt.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.prompttoprompt.text.Tokens.Word;

/**
 * What an edit changes and what it leaves, word by word: a word is shared if each of its tokens takes the map of one source
 * token with the same letters and is not re-weighted. All others are changed: swapped, added, removed or re-weighted.
 *
 * @param source token indices of the source's changed words
 * @param target token indices of the target's changed words
 * @param shared the words that both prompts have
 */
public record ChangedWords(List<Integer> source, List<Integer> target, List<Shared> shared) {
    /** A word that both prompts have, by its token indices in each. */
    public record Shared(List<Integer> source, List<Integer> target) {}

    /**
     * Compares two prompts.
     *
     * @param alignment A(j) of the two
     * @param reweighted token indices of the target's re-weighted words
     */
    public static ChangedWords of(Tokens source, Tokens target, Alignment alignment, Set<Integer> reweighted) {
        List<Integer> changed = new ArrayList<>();
        List<Shared> shared = new ArrayList<>();
        Set<Integer> kept = new HashSet<>();
        for (Word word : target.words()) {
            boolean same = !word.tokens().isEmpty()
                    && word.tokens().stream()
                            .allMatch(j -> !reweighted.contains(j)
                                    && alignment.sources(j).size() == 1
                                    && source.ids()
                                            .get(alignment.sources(j).get(0))
                                            .equals(target.ids().get(j)));
            if (!same) {
                changed.addAll(word.tokens());
                continue;
            }
            List<Integer> from =
                    word.tokens().stream().map(j -> alignment.sources(j).get(0)).toList();
            shared.add(new Shared(from, word.tokens()));
            kept.addAll(from);
        }
        List<Integer> left = new ArrayList<>();
        for (Word word : source.words()) {
            if (!kept.containsAll(word.tokens())) left.addAll(word.tokens());
        }
        return new ChangedWords(List.copyOf(left), List.copyOf(changed), List.copyOf(shared));
    }

    /** Returns whether nothing was changed. */
    public boolean isEmpty() {
        return source.isEmpty() && target.isEmpty();
    }
}
