package org.prompttoprompt.dataset;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The layout of Cellpose's training (<a href="https://cellpose.readthedocs.io/en/latest/train.html">cellpose.readthedocs.io,
 * Training</a>): images and label images in one folder, {@code ID.tif} and {@code ID_masks.tif}; {@code train} is given as {@code
 * --dir}, {@code test} as {@code --test_dir}. A mask is 0 for the background and an integer for each object.
 */
final class CellposeLayout implements Layout {
    @Override
    public Map<String, String> write(Dataset data, Target target) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Entry entry : data.labelled()) {
            files.put(entry.id(), file(entry));
            target.link(file(entry), Store.image(entry.id()));
            target.link(entry.split() + "/" + entry.id() + "_masks.tif", Store.labels(entry.id()));
        }
        return files;
    }

    private static String file(Entry entry) {
        return entry.split() + "/" + entry.id() + ".tif";
    }

    @Override
    public String reading() {
        return "Cellpose: python -m cellpose --train --dir train --test_dir test --mask_filter _masks";
    }
}
