package org.prompttoprompt.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Lists of models as text. */
final class StoreText {
    private StoreText() {}

    static String list(List<ModelEntry> models) {
        List<String[]> rows = new ArrayList<>();
        rows.add(ModelEntry.COLUMNS.stream()
                .map(column -> column.toUpperCase(Locale.ROOT))
                .toArray(String[]::new));
        for (ModelEntry model : models) {
            rows.add(new String[] {
                model.name(),
                model.kind(),
                model.size(),
                model.look().precision(),
                model.licence(),
                model.hashes(),
                model.origin().toString()
            });
        }
        String problems = String.join(
                "",
                models.stream()
                        .filter(model -> model.origin() != ModelEntry.Origin.UNFINISHED)
                        .filter(model -> !model.look().problem().isEmpty())
                        .map(StoreText::problem)
                        .toList());
        return table(rows) + problems + unfinished(models);
    }

    /** One line for all of them: why each has ended is told of one that is asked for. */
    private static String unfinished(List<ModelEntry> models) {
        long count = models.stream().filter(ModelEntry::isUnfinished).count();
        if (count == 0) return "";
        return "\n" + (count == 1 ? "1 download is" : count + " downloads are")
                + " not finished: models verify NAME tells why and how it goes on, models clear clears all of them.";
    }

    private static String problem(ModelEntry model) {
        String problem = model.look().problem();
        boolean named = model.origin() == ModelEntry.Origin.LIST
                || problem.startsWith(model.name())
                || problem.startsWith("model=" + model.name());
        return "\n" + (named ? "" : model.name() + ": ") + problem;
    }

    static String recommended() {
        List<String> parts = new ArrayList<>();
        for (Recommended model : Recommended.all()) {
            parts.add(String.format(
                    Locale.ROOT,
                    "%s (%s): %s, %s, licence %s%n    %s%n    %s",
                    model.name(),
                    model.use(),
                    model.title(),
                    model.size(),
                    model.licence(),
                    model.description(),
                    model.licenceLink()));
        }
        return String.join("\n", parts);
    }

    private static String table(List<String[]> rows) {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        for (String[] row : rows) Arrays.setAll(widths, i -> Math.max(widths[i], row[i].length()));
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            lines.add(line.toString().stripTrailing());
        }
        return String.join("\n", lines);
    }
}
