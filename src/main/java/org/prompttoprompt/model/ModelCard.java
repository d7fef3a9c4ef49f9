package org.prompttoprompt.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The card of a model, README.md with a heading between two lines {@code ---}
 * (https://huggingface.co/docs/hub/model-cards#model-card-metadata).
 */
public final class ModelCard {
    private static final String OTHER = "other";
    private static final Pattern HEADING =
            Pattern.compile("\\A\ufeff?---\\s*?\\R(.*?)^---\\s*$", Pattern.MULTILINE | Pattern.DOTALL);

    private ModelCard() {}

    /** Returns the short name of the licence that the card in a model's folder tells; empty where none does. */
    public static Optional<String> licence(Path folder) {
        Path card = folder.resolve("README.md");
        try {
            if (!Files.isRegularFile(card)) return Optional.empty();
            Matcher heading = HEADING.matcher(Files.readString(card));
            if (!heading.find()) return Optional.empty();
            Optional<String> licence = value(heading.group(1), "license");
            return licence.filter(OTHER::equals).isPresent()
                    ? value(heading.group(1), "license_name").or(() -> licence)
                    : licence;
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> value(String heading, String key) {
        Matcher line = Pattern.compile("(?m)^" + key + ":\\s*(?:-\\s+)?[\"'\\[]*([^\\s\"'\\],#]+)")
                .matcher(heading);
        return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    }
}
