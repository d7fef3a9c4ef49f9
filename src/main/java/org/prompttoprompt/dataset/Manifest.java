package org.prompttoprompt.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/** The list of a data set's images, {@code manifest.csv} (RFC 4180, UTF-8): a line for each, the rejected and failed ones too. */
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

    private Manifest() {}

    /** Returns the columns of one image in their order. */
    static Map<String, String> line(Entry entry, Dataset data, Layout layout) {
        Map<String, String> line = new LinkedHashMap<>();
        String reason = data.reasons().getOrDefault(entry.id(), "");
        line.put("id", entry.id());
        line.put("file", reason.isEmpty() ? layout.file(entry) : "");
        line.put("role", entry.role());
        line.put("source", entry.source());
        line.put("split", entry.split());
        line.put("row", String.valueOf(entry.row()));
        boolean drawn = !entry.recipe().isEmpty();
        EditRequest request = drawn ? entry.request() : null;
        line.put("prompt", drawn ? request.get(Option.PROMPT) : "");
        line.put("target", drawn && has(request, Option.TARGET) ? request.get(Option.TARGET) : "");
        line.put("edit", drawn ? Instruction.of(request) : "");
        for (Option option : OPTIONS) line.put(option.key(), drawn && has(request, option) ? request.get(option) : "");
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
        line.put("licence", drawn ? ModelLicence.of(request.get(Option.MODEL)) : "");
        line.put("plugin", entry.told("plugin"));
        line.put("media", entry.told("media"));
        line.put("rejected", reason);
        return line;
    }

    private static boolean has(EditRequest request, Option option) {
        return request.task().options().contains(option);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
    }

    /** Returns the file's text. */
    static String csv(Dataset data, Layout layout) {
        List<Map<String, String>> lines = new ArrayList<>();
        for (Entry entry : data.entries()) lines.add(line(entry, data, layout));
        data.failed()
                .forEach((row, why) -> lines.add(Map.of("row", String.valueOf(row), "rejected", "failed: " + why)));
        data.twice()
                .forEach((row, first) -> lines.add(
                        Map.of("row", String.valueOf(row), "rejected", "asks for what row " + first + " does")));
        if (lines.isEmpty()) return "";
        List<String> columns = data.entries().isEmpty()
                ? List.of("row", "rejected")
                : List.copyOf(lines.get(0).keySet());
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
            printer.printRecord(columns);
            for (Map<String, String> line : lines)
                printer.printRecord(columns.stream()
                        .map(column -> line.getOrDefault(column, "").replaceAll("\\R", " "))
                        .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
