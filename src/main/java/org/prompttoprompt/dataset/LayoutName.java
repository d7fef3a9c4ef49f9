package org.prompttoprompt.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;

/** The layouts that there are. */
public enum LayoutName {
    FOLDERS(new PlainLayout()),
    STARDIST(new StarDistLayout()),
    CELLPOSE(new CellposeLayout()),
    COCO(new CocoLayout()),
    YOLO(new YoloLayout()),
    OMEZARR(new OmeZarrLayout()),
    PAIRS(new PairsLayout()),
    WEBDATASET(new WebDatasetLayout());

    /** How images get labels, as a sentence goes on. */
    static final String CURE = "write words, instances or a file into a column labels, or give labels=instances.";

    private final Layout layout;

    LayoutName(Layout layout) {
        this.layout = layout;
    }

    Layout layout() {
        return layout;
    }

    /**
     * Refuses what would come to a data set without an image, before anything is drawn.
     *
     * @param labelled whether an image is to have labels
     * @param edited whether an image is edited
     */
    public void requireUse(boolean labelled, boolean edited) {
        if (layout.needsLabels() && !labelled)
            throw new Refusal(
                    "layout=" + key() + " holds images with labels alone, and no row asks for labels: " + CURE);
        if (layout.needsEdits() && !edited)
            throw new Refusal("layout=" + key() + " holds pairs of an image and its edit alone, and no row edits: write"
                    + " the edited prompt into a column target, or give another layout, such as layout=folders.");
    }

    /** Returns its name in macros. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the names of all, for messages. */
    public static String all() {
        return Arrays.stream(values()).map(LayoutName::key).collect(Collectors.joining(", "));
    }
}
