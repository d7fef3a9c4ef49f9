package org.prompttoprompt.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.text.Vocabulary;

/** The columns that a table may have besides the macro keys of {@link Option}. */
public enum Column {
    TASK("generate, swap, phrase, reweight or edit (empty: what the other cells ask for)"),
    IMAGE("file of an image to edit, relative to the table (empty: the prompt is drawn)"),
    LABELS("none, words, instances, or the file of the image's label image (empty: as the job says)"),
    THINGS("instances: the word whose objects are told apart (empty: the first thing in the prompt)"),
    MARKER("instances: a word that marks each object once, such as nuclei (empty: none)"),
    SPLIT("train, val or test (empty: by hash of the source)");

    private final String meaning;

    Column(String meaning) {
        this.meaning = meaning;
    }

    /** Returns the heading. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what its cells say. */
    public String meaning() {
        return meaning;
    }

    /** Returns what is wrong with a heading, if anything. */
    static Optional<String> fault(String heading) {
        List<String> known =
                new ArrayList<>(Arrays.stream(Option.values()).map(Option::key).toList());
        for (Column column : values()) known.add(column.key());
        if (known.contains(heading)) return Optional.empty();
        return Optional.of("there is no column '" + heading + "'"
                + Vocabulary.nearest(heading.toLowerCase(Locale.ROOT), known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("; there are: " + String.join(", ", known)));
    }
}
