package org.prompttoprompt.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prompttoprompt.text.Vocabulary;

/** How a refusal of a name ends that stands for no model: with what may have been meant, and where all names are read. */
public final class NearNames {
    private static final int FEW = 5;

    private NearNames() {}

    /**
     * Returns sentences to put behind a refusal, beginning with a space.
     *
     * @param name that stands for none
     * @param names that there are
     */
    public static String hint(String name, List<String> names) {
        return hint(name, names, List.of());
    }

    /**
     * Returns the same.
     *
     * @param others names of what is of no use here, one of which may have been meant all the same
     */
    static String hint(String name, List<String> names, List<String> others) {
        Optional<String> near = near(name, names).or(() -> near(name, others));
        String some = names.size() <= FEW ? String.join(", ", names) : "";
        return (near.isPresent()
                        ? question(near)
                        : names.isEmpty() ? " There is none yet." : some.isEmpty() ? "" : " There is: " + some + ".")
                + " Models... in the menu, or models list on the command line, lists all.";
    }

    /** Returns the sentence that asks for what may have been meant, beginning with a space; empty for nothing. */
    public static String question(Optional<String> near) {
        return near.map(name -> " Did you mean '" + name + "'?").orElse("");
    }

    /** Returns the names that hold it, and else the one with the fewest slips of letters; as a question goes on. */
    public static Optional<String> near(String name, List<String> names) {
        String letters = name.strip().toLowerCase(Locale.ROOT);
        List<String> holding = names.stream()
                .filter(n -> letters.length() > 2 && n.toLowerCase(Locale.ROOT).contains(letters))
                .limit(FEW)
                .toList();
        if (!holding.isEmpty()) return Optional.of(String.join("' or '", holding));
        List<String> small = names.stream().map(n -> n.toLowerCase(Locale.ROOT)).toList();
        return letters.isEmpty()
                ? Optional.empty()
                : Vocabulary.nearest(letters, small).map(n -> names.get(small.indexOf(n)));
    }
}
