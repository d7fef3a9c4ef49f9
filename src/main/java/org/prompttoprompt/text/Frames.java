package org.prompttoprompt.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.prompttoprompt.text.Alignment.Column;

/** What stands around the words of long prompts, which are read in parts of the model's length, each with a start and an end. */
final class Frames {
    private Frames() {}

    /**
     * Returns columns in which a part's start takes the map of the same part's start, and its end and the padding behind it that of
     * the end and the padding there, or of the last of it; words are new.
     */
    static List<Column> columns(Tokens source, Tokens target) {
        int length = target.ids().size() / target.chunks();
        List<Column> columns = new ArrayList<>(Collections.nCopies(target.ids().size(), Column.NEW));
        for (int part = 0; part < target.chunks(); part++) {
            int start = part * length;
            columns.set(start, Column.of(start));
            int shift = source.end(part) - target.end(part);
            for (int j = target.end(part); j < start + length; j++)
                columns.set(j, Column.of(Math.min(j + shift, start + length - 1)));
        }
        return columns;
    }

    /** Returns the places of a prompt's own tokens, without starts, ends and padding. */
    static List<Integer> inside(Tokens prompt) {
        int length = prompt.ids().size() / prompt.chunks();
        return IntStream.range(0, prompt.chunks())
                .flatMap(part -> IntStream.range(part * length + 1, prompt.end(part)))
                .boxed()
                .toList();
    }
}
