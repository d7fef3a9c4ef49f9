package org.prompttoprompt.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.prompttoprompt.p2p.Span;

/** Which steps a window opens, for cross-attention and for self-attention. */
final class ScheduleTableGolden implements GoldenKind {
    @Override
    public void check(GoldenCase c) {
        for (JsonElement e : c.json().getAsJsonArray("rows")) {
            JsonObject row = e.getAsJsonObject();
            int steps = row.get("steps").getAsInt();
            PublishedWindow window = PublishedWindow.of(row.get("value"));
            List<Integer> cross = IntStream.range(0, steps + 1)
                    .filter(window.cross(steps)::contains)
                    .boxed()
                    .toList();
            c.equal("cross " + row, TokenizationGolden.ints(row.get("cross_rows_active")), cross);
            Span self = window.self(steps);
            c.equal(
                    "self " + row,
                    TokenizationGolden.ints(row.get("self_first_last_exclusive")),
                    List.of(self.from(), self.to()));
        }
    }
}
