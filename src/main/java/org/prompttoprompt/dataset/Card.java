package org.prompttoprompt.dataset;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.prompttoprompt.request.Option;

/** The data card, README.md of a data set: how it was made, by which weights, and what it must not be used for. */
final class Card {
    private Card() {}

    static String of(Dataset data, List<Entry> placed, Layout layout) {
        StringBuilder text = new StringBuilder("# Synthetic data set\n\n");
        text.append("Made by Prompt-to-Prompt for Fiji")
                .append(versions(data))
                .append(
                        ". A diffusion model drew every image, or changed it where a given image was edited; labels were"
                                + " computed, and nobody has checked them one by one.\n\n");
        text.append("## What is in it\n\n| split | images | sources |\n|---|---|---|\n");
        for (String split : Split.NAMES) {
            List<Entry> part =
                    placed.stream().filter(e -> e.split().equals(split)).toList();
            long scenes = part.stream().map(Entry::scene).distinct().count();
            text.append("| ")
                    .append(split)
                    .append(" | ")
                    .append(part.size())
                    .append(" | ")
                    .append(scenes)
                    .append(" |\n");
        }
        text.append("\nSplits follow the hash of the source: an edit stands where its source does. ");
        text.append(layout.reading()).append("\n\n");
        counts(text, data);
        rejected(text, data, placed);
        models(text, data);
        text.append("""
                ## How it was made

                Each file carries its recipe (TIFF: *Image > Show Info...*; PNG: text chunks), from which the plugin makes it
                again, to the bit on the same computer with the same number of threads. `manifest.csv` lists all images, rejected
                ones with the reason; `contact-sheet.png` shows the first of them.

                ## What it must not be used for

                - As evidence: nothing in these images was ever before a microscope or a camera. Never mix them into measurements.
                - As the only test of a method: a score on synthetic images says how well it does on this model's images. Test on
                  real ones that people have labelled.
                - As images of persons or patients, or for a diagnosis.
                - Against the licence of the weights above, which binds what is made with them.
                """);
        return text.toString();
    }

    private static String versions(Dataset data) {
        Set<String> versions = new LinkedHashSet<>();
        for (Entry entry : data.entries()) if (!entry.recipe().isEmpty()) versions.add(entry.told("plugin"));
        return versions.isEmpty() ? "" : " " + String.join(", ", versions);
    }

    private static void counts(StringBuilder text, Dataset data) {
        if (data.counts().isEmpty()) return;
        text.append("| class | objects |\n|---|---|\n");
        data.counts()
                .forEach((kind, n) ->
                        text.append("| ").append(kind).append(" | ").append(n).append(" |\n"));
        text.append("\nLabels come from: ");
        Set<String> kinds = new LinkedHashSet<>();
        for (Entry entry : data.kept()) if (entry.labelled()) kinds.add(text(entry.labels()));
        text.append(String.join("; ", kinds)).append(".\n\n");
    }

    private static String text(LabelKind kind) {
        return switch (kind) {
            case CARRIED ->
                String.format(
                        Locale.ROOT,
                        "the label image of the edited image, where the attention agrees by at least %.2f",
                        Filter.CARRIES);
            case WORDS -> "where each thing of the prompt acts";
            case INSTANCES -> "threshold and watershed inside the region of a word";
            case NONE -> "nothing";
        };
    }

    private static void rejected(StringBuilder text, Dataset data, List<Entry> placed) {
        int n = data.reasons().size();
        int left = data.kept().size() - placed.size();
        text.append("Rejected images: ")
                .append(n)
                .append("; images that the layout has no place for: ")
                .append(left)
                .append("; rows that failed: ")
                .append(data.failed().size())
                .append("; rows that asked for what another row does: ")
                .append(data.twice().size())
                .append(".\n\n");
    }

    private static void models(StringBuilder text, Dataset data) {
        Map<String, String> models = new TreeMap<>();
        for (Entry entry : data.entries()) {
            if (entry.recipe().isEmpty()) continue;
            models.put(
                    entry.told("modelname") + " | " + entry.told("modelhash"),
                    ModelLicence.of(entry.request().get(Option.MODEL)));
        }
        if (models.isEmpty()) return;
        text.append("## Weights\n\n| model | SHA-256 of its files | licence |\n|---|---|---|\n");
        models.forEach((model, licence) ->
                text.append("| ").append(model).append(" | ").append(licence).append(" |\n"));
        text.append('\n');
    }
}
