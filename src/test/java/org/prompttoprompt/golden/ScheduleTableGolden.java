package org.prompttoprompt.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.prompttoprompt.request.Window;

/** Which steps a window opens, for cross-attention and for self-attention. */
final class ScheduleTableGolden implements GoldenKind {
    @Override
    public void check(GoldenCase c) {
        for (JsonElement e : c.json().getAsJsonArray("rows")) {
            JsonObject row = e.getAsJsonObject();
            int steps = row.get("steps").getAsInt();
            Window window = window(row.get("value"));
            List<Integer> cross = IntStream.range(window.crossStart(steps), window.crossEnd(steps))
                    .boxed()
                    .toList();
            c.equal("cross " + row, TokenizationGolden.ints(row.get("cross_rows_active")), cross);
            c.equal(
                    "self " + row,
                    TokenizationGolden.ints(row.get("self_first_last_exclusive")),
                    List.of(window.start(steps), window.end(steps)));
        }
    }

    /** A number f stands for [0, f]. */
    static Window window(JsonElement value) {
        return value.isJsonArray()
                ? new Window(
                        value.getAsJsonArray().get(0).getAsDouble(),
                        value.getAsJsonArray().get(1).getAsDouble())
                : Window.first(value.getAsDouble());
    }
}
