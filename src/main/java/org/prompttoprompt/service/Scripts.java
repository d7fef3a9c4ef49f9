package org.prompttoprompt.service;

import ij.ImagePlus;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Stacks;
import org.prompttoprompt.ij.SweepTable;
import org.prompttoprompt.pipeline.EditResult;

/** What {@link P2PService} gives to scripts and may not name itself: images and tables of ImageJ. */
final class Scripts {
    private Scripts() {}

    /** Returns an {@link ImagePlus}. */
    static Object stack(EditResult result) {
        return Stacks.of(result);
    }

    /**
     * Returns an {@link ij.measure.ResultsTable}.
     *
     * @throws Refusal if {@code result} is no {@link ImagePlus} of an edit
     */
    static Object metrics(Object result) {
        if (result instanceof ImagePlus image) return new SweepTable(image).table();
        throw new Refusal("metrics needs an image of ImageJ, such as wordSwap returns, not " + result + ".");
    }
}
