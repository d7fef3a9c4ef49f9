package org.prompttoprompt.studio;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.prompttoprompt.request.WordName;

/**
 * A word of the edited prompt.
 *
 * @param text as it is now, one word or several; empty where it was taken away
 * @param was what it was in the source prompt, empty for an added one
 * @param weight c of its attention, 1 for none
 */
record StudioWord(String text, Optional<String> was, double weight) {
    StudioWord withText(String changed) {
        return new StudioWord(changed.strip().replaceAll("\\s+", " "), was, weight);
    }

    StudioWord withWeight(double c) {
        return new StudioWord(text, was, c);
    }

    /** Returns whether it is not what the source prompt has here. */
    boolean changed() {
        return !was.equals(Optional.of(text));
    }

    /** Returns its pieces between spaces. */
    List<String> pieces() {
        return pieces(text);
    }

    /** Returns the pieces of a prompt between spaces. */
    static List<String> pieces(String prompt) {
        return prompt.isBlank() ? List.of() : List.of(prompt.strip().split("\\s+"));
    }

    /** Returns the bare pieces that name something. */
    Stream<String> names() {
        return pieces().stream().map(WordName::bare).filter(name -> !name.isEmpty());
    }
}
