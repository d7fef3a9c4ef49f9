package org.prompttoprompt.batch;

import org.prompttoprompt.dataset.Filter;
import org.prompttoprompt.dataset.LabelKind;
import org.prompttoprompt.dataset.LayoutName;
import org.prompttoprompt.dataset.Split;

/**
 * The values of a {@link DatasetRequest}, read once.
 *
 * @param layout of the files
 * @param labels of rows that do not say it
 * @param pixels type of the images
 * @param split shares of the sources
 * @param filter which images are rejected
 * @param preview whether nothing is to be drawn
 */
record DatasetSettings(
        LayoutName layout, LabelKind labels, Pixels pixels, Split split, Filter filter, boolean preview) {
    Describing describing() {
        return new Describing(split, pixels, filter.judge());
    }

    /** Returns what decides the files of the store: who changes the layout or a threshold need not draw again. */
    String toText() {
        return "labels=" + labels.key() + "\npixels=" + pixels + "\nsplit=" + split + "\njudge=" + filter.judge()
                + "\n";
    }
}
