package org.prompttoprompt.ij;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.request.WordName;
import org.prompttoprompt.request.WordValue;

/** Picks words of a prompt by name. */
public final class PromptWords {
    /** Words that name nothing that could be seen. */
    private static final Set<String> SMALL = Set.of(
            "a",
            "an",
            "the",
            "of",
            "on",
            "in",
            "at",
            "to",
            "and",
            "with",
            "without",
            "by",
            "next",
            "beside",
            "from",
            "side",
            "very",
            "slightly",
            "image",
            "picture",
            "photo",
            "photograph",
            "microscopy");

    /** Words of captions for what is done: their attention lies between the things that do it, and is no region. */
    private static final Set<String> DOING = Set.of(
            "riding",
            "sitting",
            "standing",
            "playing",
            "overlooking",
            "holding",
            "lying",
            "walking",
            "running",
            "flying",
            "looking",
            "wearing",
            "eating");

    /** Words whose map is nowhere above this share of a pixel's attention point at nothing; nouns and adjectives exceed it. */
    private static final float LEAST = 0.05f;

    private PromptWords() {}

    private static List<Integer> all(AttentionMaps maps) {
        return IntStream.range(0, maps.words().size()).boxed().toList();
    }

    /** Returns all words: first those that name something to see, then those that point at nothing, and small ones last. */
    public static List<Integer> smallLast(AttentionMaps maps) {
        List<Integer> telling = content(maps);
        List<Integer> large = large(maps);
        return Stream.of(telling, large, all(maps))
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    /** Returns the words that name something to see: no small words, and none that points at nothing. */
    public static List<Integer> content(AttentionMaps maps) {
        return large(maps).stream().filter(i -> points(i, maps)).toList();
    }

    /** Returns the word that points at something most clearly, the first if none does. */
    public static int clearest(AttentionMaps maps) {
        return content(maps).stream()
                .max(Comparator.comparingDouble(word -> most(word, maps)))
                .orElse(0);
    }

    private static double most(int word, AttentionMaps maps) {
        double most = 0;
        for (int frame = 0; frame < maps.frames().size(); frame++)
            for (float share : maps.heat(frame, word)) most = Math.max(most, share);
        return most;
    }

    /** Returns the words that would name something to see, but whose attention is nowhere strong. */
    public static List<String> pointless(AttentionMaps maps) {
        return large(maps).stream()
                .filter(i -> !points(i, maps))
                .map(i -> maps.words().get(i))
                .toList();
    }

    private static List<Integer> large(AttentionMaps maps) {
        return all(maps).stream()
                .filter(i -> !isSmall(WordName.parse(maps.words().get(i)).bare()))
                .toList();
    }

    /** Returns whether a word, in lower case, names nothing that could be seen. */
    static boolean isSmall(String word) {
        return SMALL.contains(word) || DOING.contains(word);
    }

    /** Returns whether a word's attention is strong somewhere. */
    static boolean points(int word, AttentionMaps maps) {
        for (float share : maps.heat(0, word)) if (share >= LEAST) return true;
        return false;
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
