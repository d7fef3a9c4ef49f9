package org.prompttoprompt.golden;

import com.google.gson.JsonElement;
import java.util.List;
import org.prompttoprompt.p2p.Span;

/**
 * When an interval of shares is open in google/prompt-to-prompt: counted in network evaluations, by its own rule for
 * cross-attention and another one for self-attention, on floating-point products rounded down.
 */
record PublishedWindow(double from, double to) {
    /** A number f stands for [0, f]. */
    static PublishedWindow of(JsonElement value) {
        if (!value.isJsonArray()) return new PublishedWindow(0, value.getAsDouble());
        List<JsonElement> ends = value.getAsJsonArray().asList();
        return new PublishedWindow(ends.get(0).getAsDouble(), ends.get(1).getAsDouble());
    }

    /** Rows of a table of steps + 1 rows. */
    Span cross(int steps) {
        return new Span((int) (from * (steps + 1)), (int) (to * (steps + 1)));
    }

    Span self(int steps) {
        return new Span((int) (from * steps), (int) (to * steps));
    }
}
