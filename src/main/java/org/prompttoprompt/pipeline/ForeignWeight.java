package org.prompttoprompt.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.Option;

/** The weights that other programs read out of a prompt, {@code (fluffy:1.3)}, and their like; here they are no part of it. */
final class ForeignWeight {
    private static final Pattern WEIGHT = Pattern.compile("\\(([^():]+):\\s*(-?(?:\\d|\\d?\\.\\d+))\\s*\\)");

    /** What other programs read out of a prompt besides, and how it is said here. */
    private static final Map<Pattern, String> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put(
                Pattern.compile("<\\s*(?:lora|lyco)\\s*:[^<>]*>"),
                "files are not named in the prompt. Take it out, and write lora=<its file> with the weight behind it.");
        OTHERS.put(
                Pattern.compile("\\bembedding:\\S+"),
                "files are not named in the prompt. Write its word alone, and embeddings=<its file>.");
        OTHERS.put(
                Pattern.compile("\\[[^\\[\\]:]*:[^\\[\\]:]*:\\s*[0-9.]+\\s*\\]"),
                "a prompt does not change on the way. Write prompt with the first word and target with the second, in a word swap"
                        + " whose tau says when.");
        OTHERS.put(
                Pattern.compile("\\(\\([^()]+\\)\\)|\\[\\[[^\\[\\]]+\\]\\]|(?<=\\w)(?:\\+\\+|--)(?=[\\s,]|$)"),
                "weights are not written into the prompt. Take the signs out and, in an edit, write words=<word> <weight>, such as"
                        + " words=cat 1.2.");
    }

    private ForeignWeight() {}

    /**
     * Refuses a prompt with such a weight, or another sign of those programs, and says how it is written here.
     *
     * @throws Refusal if there is one
     */
    static void refuse(Option option, String prompt) {
        OTHERS.forEach((pattern, cure) -> {
            Matcher other = pattern.matcher(prompt);
            if (other.find())
                throw new Refusal(
                        option.key() + "=" + prompt + ": '" + other.group() + "' is of another program: " + cure);
        });
        Matcher found = WEIGHT.matcher(prompt);
        if (!found.find()) return;
        StringBuilder words = new StringBuilder();
        do {
            for (String word : found.group(1).strip().split("[\\s,.;]+")) {
                if (word.isEmpty()) continue;
                words.append(words.isEmpty() ? "" : ", ")
                        .append(word)
                        .append(' ')
                        .append(found.group(2));
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
