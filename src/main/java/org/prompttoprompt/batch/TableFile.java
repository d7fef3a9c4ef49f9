package org.prompttoprompt.batch;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.JsonText;
import org.prompttoprompt.engine.LocalPath;

/**
 * Reads tables out of files in UTF-8: CSV (RFC 4180, also with semicolons), TSV, and JSON Lines with one object a line, whose
 * arrays are lists of values.
 */
public final class TableFile {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private TableFile() {}

    /**
     * Reads a file; its ending says what it is.
     *
     * @throws Refusal if it is not there, is no such table, has no rows or other letters than UTF-8
     */
    public static Table read(String path) {
        if (path.isBlank()) throw new Refusal("table is empty: name a file, such as table=/data/cells.csv.");
        Path file = LocalPath.of("table", path).toAbsolutePath();
        if (!Files.isRegularFile(file))
            throw new Refusal("table=" + path
                    + (Files.isDirectory(file) ? " is a folder. Name a file" : ": there is no such file. Name one")
                    + " in CSV, TSV or JSON Lines.");
        try {
            return read(path, Files.readAllBytes(file), TableFiles.of(file.getParent()));
        } catch (IOException e) {
            throw new Refusal("table=" + path + " cannot be read (" + e + "): copy it to another folder.", e);
        }
    }

    /**
     * Reads a file that is in memory.
     *
     * @param path whose ending says what it is
     * @param files that its cells name
     * @throws Refusal if it is no such table, has no rows or other letters than UTF-8
     */
    public static Table read(String path, byte[] bytes, TableFiles files) {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        int point = name.lastIndexOf('.');
        String ending = point < 0 ? "" : name.substring(point + 1).toLowerCase(Locale.ROOT);
        String text = text(path, bytes);
        return switch (ending) {
            case "csv" -> csv(path, files, text, commaOf(text));
            case "tsv", "tab", "txt" -> csv(path, files, text, '\t');
            case "jsonl", "ndjson" -> jsonLines(path, files, text);
            default ->
                throw new Refusal("table=" + path + ": "
                        + (ending.isEmpty() ? "it has no ending that says the" : "the ending ." + ending + " says no")
                        + " kind of table. Give a file that ends with .csv, .tsv or .jsonl.");
        };
    }

    private static String text(String path, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer letters = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), letters, true);
        String text = letters.flip().toString();
        if (result.isError()) {
            throw new Refusal("table=" + path + " is not in UTF-8: see line "
                    + Math.max(1, text.lines().count()) + ". Save it again as \"CSV UTF-8\".");
        }
        return text.startsWith(String.valueOf(BYTE_ORDER_MARK)) ? text.substring(1) : text;
    }

    /** Spreadsheets in languages with a decimal comma separate by semicolons. */
    private static char commaOf(String text) {
        String heading = text.lines().findFirst().orElse("");
        return heading.contains(";") && !heading.contains(",") ? ';' : ',';
    }

    private static Table csv(String name, TableFiles files, String text, char comma) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(comma)
                .setIgnoreSurroundingSpaces(true)
                .setIgnoreEmptyLines(false)
                .get();
        List<Table.Row> rows = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            for (CSVRecord values : parser) {
                int number = (int) parser.getRecordNumber();
                boolean blank = values.stream().allMatch(String::isBlank);
                if (columns.isEmpty()) values.forEach(column -> columns.add(column.strip()));
                else if (!blank) rows.add(row(number, columns, values));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new Refusal("table=" + name + " is no table of values: " + e.getMessage()
                    + ". Look for a quote that is not closed.");
        }
        requireDifferent(name, columns);
        return new Table(name, files, columns, rows);
    }

    private static Table.Row row(int number, List<String> columns, CSVRecord values) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(columns.size(), values.size()); i++) cells.put(columns.get(i), values.get(i));
        String fault = values.size() <= columns.size()
                ? ""
                : "it has " + values.size() + " cells, and the heading " + columns.size()
                        + ": put a cell with a comma into quotes";
        return new Table.Row(number, cells, fault);
    }

    private static void requireDifferent(String name, List<String> columns) {
        Set<String> seen = new LinkedHashSet<>();
        for (String column : columns)
            if (!seen.add(column))
                throw new Refusal("table=" + name + " has two columns '" + column + "': leave one out.");
    }

    private static Table jsonLines(String name, TableFiles files, String text) {
        List<Table.Row> rows = new ArrayList<>();
        Set<String> columns = new LinkedHashSet<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank()) continue;
            try {
                JsonObject object = JsonText.of(line).getAsJsonObject();
                Map<String, String> cells = new LinkedHashMap<>();
                for (String key : object.keySet()) cells.put(key, value(object.get(key)));
                columns.addAll(cells.keySet());
                rows.add(new Table.Row(number, cells));
            } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
                rows.add(new Table.Row(number, Map.of(), "it is no JSON object of texts and numbers"));
            }
        }
        return new Table(name, files, List.copyOf(columns), rows);
    }

    private static String value(JsonElement element) {
        if (element.isJsonNull()) return "";
        if (!element.isJsonArray()) return element.getAsString();
        return StreamSupport.stream(element.getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsString)
                .collect(Collectors.joining(", "));
    }
}
