package org.prompttoprompt.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.Refusal;

/**
 * A word with a value of its own, as the options {@code words} and {@code windows} list them: {@code fluffy, red -1}.
 *
 * @param word as it stands in the prompt, such as {@code cat} or {@code cat#2}
 * @param value what follows it, if anything does
 */
public record WordValue(String word, Optional<String> value) {
    public static List<WordValue> parse(Option option, String text) {
        List<WordValue> words = new ArrayList<>();
        if (text.isBlank()) return words;
        for (String item : text.split(",", -1)) {
            String[] parts = item.strip().split("\\s+");
            if (parts[0].isEmpty() || parts.length > 2) {
                throw new Refusal(option.key() + "=" + text + ": '" + item.strip()
                        + "' is no word, or a word and its value. Separate words by commas: 'fluffy, red -1'.");
            }
            words.add(new WordValue(parts[0], parts.length == 2 ? Optional.of(parts[1]) : Optional.empty()));
        }
        return words;
    }
}
