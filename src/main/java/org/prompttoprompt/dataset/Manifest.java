package org.prompttoprompt.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/**
 * The list of a data set's images, {@code manifest.csv} (RFC 4180, UTF-8) and {@link ParquetManifest}: a line for each, the rejected
 * and failed ones too.
 */
final class Manifest {
    /** The parameters that stand in columns of their own; the recipe in each file has all. */
    private static final List<Option> OPTIONS = List.of(
            Option.TAU,
            Option.WORDS,
            Option.WEIGHT,
            Option.SEED,
            Option.STEPS,
            Option.GUIDANCE,
            Option.METHOD,
            Option.STRENGTH);

    /** The columns that are whole numbers. */
    static final Set<String> COUNTS = Set.of("row", "width", "height", "objects");
    /** The columns that are measured. */
    static final Set<String> SCORES = Set.of("agreement", "likeness", "judged");
    /** All columns in their order. */
    static final List<String> COLUMNS = Stream.of(
                    Stream.of("id", "file", "role", "source", "split", "row", "prompt", "target", "edit"),
                    OPTIONS.stream().map(Option::key),
                    Stream.of("width", "height", "sha256", "agreement", "likeness", "judged", "labels", "objects"),
                    Stream.of("model", "modelhash", "licence", "plugin", "media", "rejected"))
            .flatMap(columns -> columns)
            .toList();

    private Manifest() {}

    /**
     * Returns a line for each image, each row that failed, and each that asks for what another does.
     *
     * @param files where each image lies, by id
     * @param leftOut why a kept image has none
     */
    static List<Map<String, String>> lines(Dataset data, Map<String, String> files, String leftOut) {
        List<Map<String, String>> lines = new ArrayList<>();
        for (Entry entry : data.entries()) lines.add(line(entry, data, files, leftOut));
        data.failed()
                .forEach((row, why) -> lines.add(Map.of("row", String.valueOf(row), "rejected", "failed: " + why)));
        data.twice()
                .forEach((row, first) -> lines.add(
                        Map.of("row", String.valueOf(row), "rejected", "asks for what row " + first + " does")));
        return lines;
    }

    private static Map<String, String> line(Entry entry, Dataset data, Map<String, String> files, String leftOut) {
        Map<String, String> line = new HashMap<>();
        line.put("id", entry.id());
        String file = files.getOrDefault(entry.id(), "");
        line.put("file", file);
        line.put("role", entry.role());
        line.put("source", entry.source());
        line.put("split", entry.split());
        line.put("row", String.valueOf(entry.row()));
        line.put("width", String.valueOf(entry.width()));
        line.put("height", String.valueOf(entry.height()));
        line.put("sha256", entry.hash());
        line.put("agreement", number(entry.agreement()));
        line.put("likeness", number(entry.likeness()));
        line.put("judged", number(entry.judged()));
        line.put("labels", entry.labels().key());
        line.put("objects", String.valueOf(entry.classes().size()));
        line.put("model", entry.told("modelname"));
        line.put("modelhash", entry.told("modelhash"));
        line.put("plugin", entry.told("plugin"));
        line.put("media", entry.told("media"));
        line.put("rejected", data.reasons().getOrDefault(entry.id(), file.isEmpty() ? leftOut : ""));
        if (!entry.recipe().isEmpty()) line.putAll(drawn(entry.request()));
        return line;
    }

    private static Map<String, String> drawn(EditRequest request) {
        Map<String, String> line = new HashMap<>();
        line.put("prompt", request.get(Option.PROMPT));
        if (has(request, Option.TARGET)) line.put("target", request.get(Option.TARGET));
        line.put("edit", Instruction.of(request));
        line.put("licence", ModelLicence.of(request.get(Option.MODEL)));
        for (Option option : OPTIONS) if (has(request, option)) line.put(option.key(), request.get(option));
        return line;
    }

    private static boolean has(EditRequest request, Option option) {
        return request.task().options().contains(option);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
    }

    /** Returns the lines as CSV. */
    static String csv(List<Map<String, String>> lines) {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
            printer.printRecord(COLUMNS);
            for (Map<String, String> line : lines)
                printer.printRecord(COLUMNS.stream()
                        .map(column -> line.getOrDefault(column, "").replaceAll("\\R", " "))
                        .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
