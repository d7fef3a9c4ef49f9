package org.prompttoprompt.ij;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.request.WordName;
import org.prompttoprompt.request.WordValue;

/** Picks words of a prompt by name. */
public final class PromptWords {
    /** Words that name nothing that could be seen. */
    private static final Set<String> SMALL =
            Set.of("a", "an", "the", "of", "on", "in", "at", "to", "and", "with", "by", "next", "from");

    private PromptWords() {}

    public static List<Integer> all(AttentionMaps maps) {
        return IntStream.range(0, maps.words().size()).boxed().toList();
    }

    /** Returns the words that may name something to see. */
    public static List<Integer> content(AttentionMaps maps) {
        return all(maps).stream()
                .filter(i -> !SMALL.contains(WordName.parse(maps.words().get(i)).bare()))
                .toList();
    }

    /**
     * Returns the indices of these words, in the order given.
     *
     * @param names separated by commas, such as {@code cat, ball#2}
     * @throws Refusal if one does not occur
     */
    public static List<Integer> named(String names, AttentionMaps maps) {
        List<WordName> words = maps.words().stream().map(WordName::parse).toList();
        List<Integer> found = new ArrayList<>();
        for (WordName name : WordValue.names("words", names)) {
            int at = IntStream.range(0, words.size())
                    .filter(i -> words.get(i).isSame(name))
                    .findFirst()
                    .orElseThrow(() -> new Refusal("words=" + names + ": '" + name
                            + "' does not occur in the prompt. Its words: " + String.join(", ", maps.words())));
            found.add(at);
        }
        return found;
    }
}
