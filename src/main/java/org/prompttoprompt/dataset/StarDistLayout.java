package org.prompttoprompt.dataset;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The layout of StarDist's training notebooks (<a href="https://github.com/stardist/stardist">examples/2D/2_training.ipynb</a>):
 * {@code train/images/*.tif} and {@code train/masks/*.tif} of the same names, {@code test} likewise; a mask has an integer for each
 * object, 0 for the background. The validation split is a third folder, {@code val}, as StarDist takes its own share of train.
 */
final class StarDistLayout implements Layout {
    @Override
    public Map<String, String> write(Dataset data, Target target) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Entry entry : data.labelled()) {
            files.put(entry.id(), file(entry));
            target.link(file(entry), Store.image(entry.id()));
            target.link(entry.split() + "/masks/" + entry.id() + ".tif", Store.labels(entry.id()));
        }
        return files;
    }

    private static String file(Entry entry) {
        return entry.split() + "/images/" + entry.id() + ".tif";
    }

    @Override
    public String reading() {
        return "StarDist: X = sorted(glob('train/images/*.tif')), Y = sorted(glob('train/masks/*.tif')); masks have 16-bit"
                + " object numbers.";
    }
}
