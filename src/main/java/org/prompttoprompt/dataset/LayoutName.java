package org.prompttoprompt.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

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

    private final Layout layout;

    LayoutName(Layout layout) {
        this.layout = layout;
    }

    Layout layout() {
        return layout;
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
