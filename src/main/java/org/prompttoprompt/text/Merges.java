package org.prompttoprompt.text;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;

/** The pairs of pieces that a tokenizer joins, looked at beside its vocabulary: each piece must have an id, and each id a way to it. */
final class Merges {
    /** Vocabularies made for tests hold a few words that no merge makes; the end of a file that was cut is longer. */
    private static final int UNMADE = 100;

    private static final Pattern ONE_LETTER = Pattern.compile(".(</w>)?", Pattern.DOTALL);

    private Merges() {}

    /** Refuses merges that would end in the token for what is unknown, or words that would fall into letters, in silence. */
    static void require(Path folder, Map<String, Integer> vocabulary, List<String> merges, String cure) {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < merges.size(); i++) {
            String[] pair = merges.get(i).split(" ", -1);
            if (pair.length != 2 || pair[0].isEmpty() || pair[1].isEmpty()) {
                throw new Refusal("Merge " + (i + 1) + " of the tokenizer in " + folder + " is '" + merges.get(i)
                        + "', which is not two pieces with a space between." + cure);
            }
            for (String piece : List.of(pair[0], pair[1], pair[0] + pair[1])) {
                if (vocabulary.containsKey(piece)) continue;
                throw new Refusal("Merge " + (i + 1) + " of the tokenizer in " + folder + " is '" + merges.get(i)
                        + "', but its vocabulary has no '" + piece + "'." + cure);
            }
            made.add(pair[0] + pair[1]);
        }
        long unmade = vocabulary.keySet().stream()
                .filter(piece -> !ONE_LETTER.matcher(piece).matches() && !made.contains(piece))
                .count();
        if (unmade > UNMADE) {
            throw new Refusal("The merges of the tokenizer in " + folder + " (merges.txt) are not whole: " + unmade
                    + " pieces of its vocabulary are made by none, and its words would be read in letters." + cure);
        }
    }
}
