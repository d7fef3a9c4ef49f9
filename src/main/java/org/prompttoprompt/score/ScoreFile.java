package org.prompttoprompt.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.GrownTable;
import org.prompttoprompt.engine.OutputFile;

/**
 * The table of single scores, a line for each image and method, written as soon as it is known. An interrupted run goes on with it:
 * lines of the same rules and the same model stay.
 */
final class ScoreFile {
    static final List<String> COLUMNS = List.of(
            "id",
            "kind",
            "method",
            "rules",
            "model",
            "structure",
            "psnr",
            "mse",
            "ssim",
            "psnr_outside",
            "mse_outside",
            "ssim_outside");
    private static final int KEYS = 5;

    private final Path file;
    /** Of this table. */
    private final List<String> columns;

    private final Map<List<String>, Score> known = new LinkedHashMap<>();

    /**
     * Opens the table.
     *
     * @param network through which LPIPS looks, if it is measured; its columns are named by it
     * @throws Refusal if the file is another one or cannot be written
     */
    ScoreFile(Path file, Optional<String> network) {
        this.file = file;
        List<String> named = new ArrayList<>(COLUMNS);
        network.ifPresent(net -> named.addAll(List.of("lpips_" + net, "lpips_" + net + "_outside")));
        columns = List.copyOf(named);
        String head = String.join(",", columns) + "\n";
        try {
            GrownTable table = new GrownTable(file, head);
            if (table.lines().isPresent()) read(table.lines().get());
            // What was being written when a run was killed is written again.
            table.begin();
        } catch (CharacterCodingException e) {
            throw other(List.of());
        } catch (IOException e) {
            throw new Refusal(
                    "out: the table " + file + " cannot be written, because " + OutputFile.why(file, e)
                            + ". Name another path by out=.",
                    e);
        }
    }

    private void read(String text) throws IOException {
        try (CSVParser lines = CSVParser.parse(text, CSVFormat.DEFAULT)) {
            boolean head = true;
            for (CSVRecord line : lines) {
                if (head && !line.toList().equals(columns)) throw other(line.toList());
                if (!head && line.size() == columns.size()) known.put(key(line.toList()), score(line));
                head = false;
            }
            if (head) throw other(List.of());
        } catch (NumberFormatException | UncheckedIOException e) {
            throw new Refusal("out: " + file + " has a line that is no score. Mend it, or name another path.", e);
        }
    }

    private Refusal other(List<String> head) {
        boolean ours =
                head.size() >= COLUMNS.size() && head.subList(0, COLUMNS.size()).equals(COLUMNS);
        return new Refusal("out: " + file
                + (ours
                        ? " was measured "
                                + (head.size() > COLUMNS.size() ? "with " + head.get(COLUMNS.size()) : "without LPIPS")
                                + ". Go on with the same lpips, or name another path."
                        : " is a file of something else. Name another path."));
    }

    private static Score score(CSVRecord line) {
        boolean look = line.size() > COLUMNS.size();
        return new Score(
                Double.parseDouble(line.get(KEYS)),
                Double.parseDouble(line.get(KEYS + 2)),
                Double.parseDouble(line.get(KEYS + 3)),
                Double.parseDouble(line.get(KEYS + 5)),
                Double.parseDouble(line.get(KEYS + 6)),
                look ? Double.parseDouble(line.get(COLUMNS.size())) : Double.NaN,
                look ? Double.parseDouble(line.get(COLUMNS.size() + 1)) : Double.NaN);
    }

    private static List<String> key(List<String> values) {
        return List.copyOf(values.subList(0, KEYS));
    }

    private static List<String> key(BenchCase one, String method, Rules rules, String model) {
        return List.of(one.id(), one.kind(), method, rules.key(), model);
    }

    /** Returns whether this edit has its line. */
    boolean has(BenchCase one, String method, Rules rules, String model) {
        return known.containsKey(key(one, method, rules, model));
    }

    void add(BenchCase one, String method, Rules rules, String model, Score score) {
        List<String> values = new ArrayList<>(key(one, method, rules, model));
        values.add(number(score.structure()));
        values.add(number(Score.psnr(score.mse())));
        values.add(number(score.mse()));
        values.add(number(score.ssim()));
        values.add(number(Score.psnr(score.mseOutside())));
        values.add(number(score.mseOutside()));
        values.add(number(score.ssimOutside()));
        if (columns.size() > COLUMNS.size()) {
            values.add(number(score.lpips()));
            values.add(number(score.lpipsOutside()));
        }
        try {
            Files.writeString(file, CSVFormat.DEFAULT.format(values.toArray()) + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        known.put(key(values), score);
    }

    /** Returns the scores of a method. */
    List<Score> of(List<BenchCase> cases, String method, Rules rules, String model) {
        return cases.stream()
                .map(one -> known.get(key(one, method, rules, model)))
                .filter(score -> score != null)
                .toList();
    }

    /** As Java reads it back; not a number is NaN. */
    static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.9g", value) : String.valueOf(value);
    }
}
