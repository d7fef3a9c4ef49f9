package org.prompttoprompt.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.Option;

/** What other programs read out of a prompt besides words, and how it is said here. Single parentheses and brackets are text. */
final class ForeignSigns {
    private static final String WEIGHTS =
            "weights are not written into the prompt. Take the signs out and, in an edit, write words=<word> <weight>, such as"
                    + " words=cat 1.2.";
    private static final String ON_THE_WAY =
            "a prompt does not change on the way. Write prompt with the first word and target with the second, in a word swap whose"
                    + " tau says when.";
    private static final String ONE_PROMPT =
            "one prompt is drawn at a time. Write one of them, and the others in requests of their own, such as a macro's loop or the"
                    + " rows of a data set.";

    /** A number as weights and times are written. */
    private static final String NUMBER = "-?(?:\\d|\\d?[.,]\\d+)";

    private static final Map<Pattern, String> CURES = new LinkedHashMap<>();

    /** Only in capitals, and only where the prompt is not written in them as a whole. */
    private static final Map<Pattern, String> CAPITALS = new LinkedHashMap<>();

    static {
        cure(
                "<\\s*(?:lora|lyco|hypernet)\\s*:[^<>]*>",
                "files are not named in the prompt. Take it out, and write lora=<its file> with the weight behind it.");
        cure(
                "\\bembedding:\\S+",
                "files are not named in the prompt. Write its word alone, and embeddings=<its file>.");
        cure("\\[[^\\[\\]:]*:[^\\[\\]:]*:\\s*[0-9.]+\\s*\\]", ON_THE_WAY);
        cure("\\[[^\\[\\]:]*\\p{L}[^\\[\\]:]*:\\s*[0-9.]+\\s*\\]", ON_THE_WAY);
        cure("\\[[^\\[\\]|]*\\|[^\\[\\]]*\\]", ON_THE_WAY);
        cure("\\{[^{}|]*\\|[^{}]*\\}", ONE_PROMPT);
        cure("(?<!\\S)__[\\w/-]+__", ONE_PROMPT);
        cure("\\.(?:blend|and|swap)\\s*\\(", ONE_PROMPT);
        cure("\\(\\([^()]+\\)\\)|\\[\\[[^\\[\\]]+\\]\\]|(?<=\\w)(?:\\+\\+|--)(?=[\\s,]|$)", WEIGHTS);
        cure("\\([^()]+\\)(?:\\++|-+|\\d?\\.?\\d+)(?=[\\s,]|$)", WEIGHTS);
        cure("\\{+[^{}]+\\}+", WEIGHTS);
        cure("\\([^()]*\\p{L}:" + NUMBER + "(?=[\\s,]|$)(?![^(]*\\))", "the parenthesis is not closed, and " + WEIGHTS);
        cure("(?<=\\w)::\\s*" + NUMBER, WEIGHTS);
        cure("\\\\[()\\[\\]]", "parentheses are text here, and so is a backslash. Write them without it.");
        cure(
                "(?<!\\S)--(?:ar|aspect|no|v|version|q|quality|s|style|stylize|chaos|c|seed|niji|iw|tile|w|h)(?=\\s|$)",
                "options are not written into the prompt. Take it out, and give width, height, seed or negative.");
        CAPITALS.put(
                Pattern.compile("(?<![\\p{L}\\d])BREAK(?![\\p{L}\\d])"),
                "a long prompt is read in parts by itself. Take the word out.");
        CAPITALS.put(
                Pattern.compile("(?<![\\p{L}\\d])AND(?![\\p{L}\\d])"),
                "prompts are not added up. Write one prompt, with 'and' in small letters.");
    }

    private ForeignSigns() {}

    private static void cure(String pattern, String cure) {
        CURES.put(Pattern.compile(pattern), cure);
    }

    /**
     * Refuses a prompt with such a sign, and says how it is said here.
     *
     * @throws Refusal if there is one
     */
    static void refuse(Option option, String prompt) {
        refuse(CURES, option, prompt);
        boolean mixed = prompt.chars().anyMatch(Character::isLowerCase);
        if (mixed) refuse(CAPITALS, option, prompt);
    }

    private static void refuse(Map<Pattern, String> cures, Option option, String prompt) {
        cures.forEach((pattern, cure) -> {
            Matcher found = pattern.matcher(prompt);
            if (!found.find()) return;
            throw new Refusal(option.key() + "=" + prompt + ": '" + found.group() + "' is of another program: " + cure);
        });
    }
}
