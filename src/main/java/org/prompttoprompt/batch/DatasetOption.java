package org.prompttoprompt.batch;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.dataset.LayoutName;

/** The parameters of a data set: macro keys, of which none ends with another. */
public enum DatasetOption {
    TABLE("Table", "", "file with a row for each request: CSV, TSV or JSON Lines, in UTF-8"),
    FOLDER("Folder", "", "folder of the data set; one that an interrupted run left is gone on with"),
    LAYOUT("Layout", "folders", "how files are laid out: " + LayoutName.all()),
    LABELS("Labels", "none", "labels of rows that do not say it: none, words or instances"),
    PIXELS("Pixels", "auto", "type of the images: auto, rgb, grey8 or grey16"),
    SPLIT(
            "Train, validation, test",
            "0.8, 0.1, 0.1",
            "shares of the sources, by hash: an edit stands where its source does"),
    AGREEMENT(
            "Least agreement",
            "0",
            "edits whose attention agrees less with its source's are rejected, 0 to 1 (0: none)"),
    LIKENESS(
            "Least likeness outside",
            "0",
            "edits that are less like their source outside of the changed words (SSIM) are rejected, 0 to 1 (0: none)"),
    JUDGE(
            "Judge edits",
            "no",
            "yes: edits that the model itself does not see are rejected, for 16 network rows each, 24 where guidance is distilled"),
    DUPLICATES(
            "Duplicates",
            "no",
            "no, or in how many of 192 bits of their looks two images differ at most to be one, 0 to 64"),
    BALANCE(
            "Balance",
            "no",
            "no, or how many times as many training images a thing may be in as the rarest, 1 to 1000; the others are rejected"),
    PREVIEW("Preview only", "no", "yes: tells what it comes to, and draws nothing");

    private final String label;
    private final String defaultValue;
    private final String meaning;

    DatasetOption(String label, String defaultValue, String meaning) {
        this.label = label;
        this.defaultValue = defaultValue;
        this.meaning = meaning;
    }

    /** Returns the name in macros and on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the name in the dialog. */
    public String label() {
        return label;
    }

    /** Returns the value that an omitted option has. */
    public String defaultValue() {
        return defaultValue;
    }

    /** Returns what the option decides. */
    public String meaning() {
        return meaning;
    }

    static DatasetOption of(String key) {
        return Arrays.stream(values())
                .filter(option -> option.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new Refusal("No parameter of a data set is called '" + key + "'. There are: "
                        + Arrays.stream(values()).map(DatasetOption::key).collect(Collectors.joining(", "))));
    }
}
