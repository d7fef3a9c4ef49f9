package org.prompttoprompt.dataset;

/** The plain layout: {@code train|val|test/images/ID.tif}, and {@code labels/ID.tif} beside it where there are labels. */
final class PlainLayout implements Layout {
    @Override
    public void write(Dataset data, Target target) {
        for (Entry entry : data.kept()) {
            target.link(file(entry), Store.image(entry.id()));
            if (entry.labelled())
                target.link(entry.split() + "/labels/" + entry.id() + ".tif", Store.labels(entry.id()));
        }
    }

    @Override
    public String file(Entry entry) {
        return entry.split() + "/images/" + entry.id() + ".tif";
    }

    @Override
    public String reading() {
        return "TIFF files in images/ and label images of the same names in labels/, in a folder for each split.";
    }

    @Override
    public boolean needsLabels() {
        return false;
    }
}
