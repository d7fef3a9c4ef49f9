package org.prompttoprompt.dataset;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The plain layout: {@code train|val|test/images/ID.tif}, and beside it {@code labels/ID.tif} where there are labels, and {@code
 * word-masks/ID.png}, white where the changed words of an edit act.
 */
final class PlainLayout implements Layout {
    @Override
    public Map<String, String> write(Dataset data, Target target) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Entry entry : data.kept()) {
            files.put(entry.id(), file(entry));
            target.link(file(entry), Store.image(entry.id()));
            if (entry.labelled())
                target.link(entry.split() + "/labels/" + entry.id() + ".tif", Store.labels(entry.id()));
            WordMaskImage.of(entry)
                    .ifPresent(mask ->
                            target.png(entry.split() + "/word-masks/" + entry.id() + ".png", mask, Texts.of(entry)));
        }
        return files;
    }

    private static String file(Entry entry) {
        return entry.split() + "/images/" + entry.id() + ".tif";
    }

    @Override
    public String reading() {
        return "TIFF files in images/ and label images of the same names in labels/, and for edits in word-masks/ where their"
                + " changed words act; in a folder for each split.";
    }

    @Override
    public boolean needsLabels() {
        return false;
    }
}
