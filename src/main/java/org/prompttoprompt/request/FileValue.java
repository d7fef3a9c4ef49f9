package org.prompttoprompt.request;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that a list names, and what follows its name: {@code /loras/ink.safetensors 0.8; /loras/sharp.safetensors}.
 *
 * @param file its path, or how recipes name it
 * @param weight 1 where none is given
 */
public record FileValue(String file, double weight) {
    /** More would drown the model in noise. */
    private static final double LARGEST_WEIGHT = 100;

    private static final String WEIGHTS =
            "Write a weight from -100 to 100 behind the file, as in '/files/one.safetensors 0.8'; 1"
                    + " is the file as it was trained.";

    private static final Pattern WEIGHTED = Pattern.compile(
            "(.+(?:\\.safetensors|@[0-9a-f]{16})|(?:[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*)\\s+((?:(?!\\.safetensors|@[0-9a-f]{16}).)+)",
            Pattern.CASE_INSENSITIVE);

    /**
     * Reads a list of files, separated by semicolons.
     *
     * @throws org.prompttoprompt.Refusal naming the item that is none
     */
    public static List<FileValue> parse(Option option, String text) {
        List<FileValue> files = new ArrayList<>();
        if (Decimal.strip(text).isEmpty()) return files;
        boolean weighted = option == Option.LORA;
        Given given = new Given(
                option.key(),
                text,
                "Separate files by semicolons, as in '/files/one.safetensors" + (weighted ? " 0.8" : "")
                        + "; /files/two.safetensors'.");
        for (String part : text.split(";", -1)) {
            String item = unquoted(Decimal.strip(part));
            if (item.isEmpty()) throw given.wrong("a file is missing before or after a semicolon");
            Matcher m = WEIGHTED.matcher(item);
            if (!m.matches()) {
                files.add(new FileValue(item, 1));
                continue;
            }
            if (!weighted) throw given.wrong("'" + m.group(2) + "' follows a file, and weights act on none here");
            files.add(new FileValue(unquoted(m.group(1)), weight(new Given(option.key(), text, WEIGHTS), m.group(2))));
        }
        return List.copyOf(files);
    }

    private static double weight(Given given, String text) {
        double weight = Decimal.read(given, text).doubleValue();
        if (Math.abs(weight) <= LARGEST_WEIGHT) return weight;
        throw given.wrong("the weight " + Decimal.strip(text) + " is out of range");
    }

    private static String unquoted(String item) {
        return item.replaceAll("^\"(.*)\"$", "$1");
    }

    /** Returns a list as text that {@link #parse} reads. */
    public static String text(Option option, List<FileValue> files) {
        return String.join(
                "; ",
                files.stream()
                        .map(f -> option == Option.LORA ? f.file + " " + Numbers.text(f.weight) : f.file)
                        .toList());
    }
}
