package org.prompttoprompt.pipeline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.Option;

/** The weights that other programs read out of a prompt, {@code (fluffy:1.3)}, and their like; here they are no part of it. */
final class ForeignWeight {
    private static final Pattern WEIGHT = Pattern.compile("\\(([^():]+):\\s*(-?(?:\\d|\\d?[.,]\\d+))\\s*\\)");

    private ForeignWeight() {}

    /**
     * Refuses a prompt with such a weight, and says how it is written here.
     *
     * @throws Refusal if there is one
     */
    static void refuse(Option option, String prompt) {
        Matcher found = WEIGHT.matcher(prompt);
        if (!found.find()) return;
        StringBuilder words = new StringBuilder();
        do {
            for (String word : found.group(1).strip().split("[\\s,.;]+")) {
                if (word.isEmpty()) continue;
                words.append(words.isEmpty() ? "" : ", ")
                        .append(word)
                        .append(' ')
                        .append(found.group(2).replace(',', '.'));
            }
        } while (found.find());
        String plain = WEIGHT.matcher(prompt)
                .replaceAll(m -> Matcher.quoteReplacement(m.group(1).strip()));
        throw new Refusal(option.key() + "=" + prompt + ": weights are not written into the prompt. Write "
                + option.key() + "=" + plain
                + (option == Option.NEGATIVE
                        ? "."
                        : " and, in an edit, words=" + words
                                + ".\nIt differs: other programs multiply the encoded word,"
                                + " which moves the whole image; here the attention to the word is multiplied, and the"
                                + " source stays beside it."));
    }
}
