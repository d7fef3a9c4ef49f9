package org.prompttoprompt.dataset;

import ij.process.ByteProcessor;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.metrics.WordMask;
import org.prompttoprompt.pipeline.MapSummary;

/** Where the changed words of an edit act, as an image. */
final class WordMaskImage {
    private WordMaskImage() {}

    /** Returns it in the size of the edit: 255 where they act, 0 elsewhere; empty if it was not measured. */
    static Optional<ByteProcessor> of(Entry entry) {
        if (!entry.role().equals(Entry.EDIT)) return Optional.empty();
        List<WordMask> masks = MapSummary.parse(entry.recipe()).masks();
        if (masks.isEmpty()) return Optional.empty();
        boolean[] inside = masks.get(0).atSize(entry.width(), entry.height());
        ByteProcessor mask = new ByteProcessor(entry.width(), entry.height());
        for (int i = 0; i < inside.length; i++) if (inside[i]) mask.set(i, 255);
        return Optional.of(mask);
    }
}
