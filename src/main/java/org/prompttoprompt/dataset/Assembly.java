package org.prompttoprompt.dataset;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Lays out a finished data set with its manifest, its card and its contact sheets.
 *
 * @param data what there is
 * @param layoutName how it is laid out
 * @param target where
 */
public record Assembly(Dataset data, LayoutName layoutName, Target target) {
    /** Writes all files and returns lines for people. */
    public String write() {
        Layout layout = layoutName.layout();
        Map<String, String> files = layout.write(data, target);
        List<Entry> placed = data.kept().stream()
                .filter(entry -> files.containsKey(entry.id()))
                .toList();
        List<Map<String, String>> lines = Manifest.lines(data, files, layout.leavesOut());
        target.text("manifest.csv", Manifest.csv(lines));
        target.file("manifest.parquet", out -> ParquetManifest.write(lines, out));
        target.text("README.md", Card.of(data, placed, layout));
        sheet("contact-sheet.png", placed);
        sheet(
                "rejected.png",
                data.entries().stream()
                        .filter(entry -> data.reasons().containsKey(entry.id()))
                        .toList());
        target.finish();
        return told(layout, placed);
    }

    private static long count(String split, List<Entry> placed) {
        return placed.stream().filter(entry -> entry.split().equals(split)).count();
    }

    private void sheet(String name, List<Entry> entries) {
        ContactSheet.of(entries, data.store(), this::label).ifPresent(sheet -> target.png(name, sheet, Map.of()));
    }

    private String label(Entry entry) {
        String reason = data.reasons().get(entry.id());
        if (reason != null) return reason;
        return entry.split() + " " + entry.role()
                + (entry.labelled() ? ", " + entry.classes().size() + " objects" : "");
    }

    private String told(Layout layout, List<Entry> placed) {
        StringBuilder text = new StringBuilder("Made " + target.folder() + ": "
                + Split.NAMES.stream()
                        .map(split -> count(split, placed) + " " + split)
                        .collect(Collectors.joining(", "))
                + " images");
        List<String> empty =
                Split.NAMES.stream().filter(split -> count(split, placed) == 0).toList();
        if (!placed.isEmpty() && !empty.isEmpty())
            text.append("\nNo image is in ")
                    .append(String.join(" or ", empty))
                    .append(": give more sources, or other shares as split.");
        if (!data.counts().isEmpty())
            text.append("\nObjects: ")
                    .append(data.counts().entrySet().stream()
                            .map(e -> e.getValue() + " " + e.getKey())
                            .collect(Collectors.joining(", ")));
        if (layout.needsLabels() && data.labelled().isEmpty())
            text.append(String.format(
                    Locale.ROOT,
                    "%nThe layout %s holds images with labels alone, and none has any: " + LayoutName.CURE,
                    layoutName.key()));
        else if (placed.size() < data.kept().size())
            text.append("\nLeft out: ")
                    .append(data.kept().size() - placed.size())
                    .append(" images, for ")
                    .append(layout.leavesOut());
        if (!data.reasons().isEmpty())
            text.append("\nRejected: ")
                    .append(data.reasons().size())
                    .append(" images, see manifest.csv and rejected.png");
        data.failed()
                .forEach((row, why) ->
                        text.append("\nRow ").append(row).append(" failed: ").append(why));
        if (!data.twice().isEmpty())
            text.append("\nRows that ask for what another does: ")
                    .append(data.twice().keySet());
        return text.toString();
    }
}
