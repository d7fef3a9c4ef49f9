package org.prompttoprompt.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
 * The table of verdicts, a row for each as soon as it is given and on the disk before the next pair is shown. The last row of a pair
 * counts. A comparison that was left goes on with it.
 */
final class VerdictFile {
    private static final List<String> COLUMNS =
            List.of("pair", "choice", "left", "seconds", "at", "order", "first", "second");
    private static final int ORDER = 5;
    private static final String HEAD = String.join(",", COLUMNS) + "\n";

    private final Path file;
    private final String first;
    private final String second;
    private final long order;
    private final Map<String, Verdict> known = new LinkedHashMap<>();

    /**
     * Opens or begins the table.
     *
     * @param first what the first set was called by; second likewise
     * @param order the seed of the order of a new comparison; of one that was begun it must be this one, if it is given
     * @param fresh the seed where none is given
     * @throws Refusal if the file is another one or cannot be written
     */
    VerdictFile(Path file, String first, String second, Optional<Long> order, long fresh) {
        this.file = file;
        this.first = first;
        this.second = second;
        OutputFile.problem(file).ifPresent(why -> {
            throw cannotWrite(why, null);
        });
        try {
            GrownTable table = new GrownTable(file, HEAD);
            Optional<Long> begun =
                    table.lines().isPresent() ? read(table.lines().get()) : Optional.empty();
            if (begun.isPresent() && order.isPresent() && !begun.equals(order))
                throw new Refusal("order=" + order.get() + ": the comparison in " + file + " was begun with order="
                        + begun.get() + ". Leave order at random, or name another table.");
            this.order = begun.or(() -> order).orElse(fresh);
            // A row that was cut short is asked again.
            table.begin();
        } catch (CharacterCodingException e) {
            throw other();
        } catch (IOException e) {
            throw cannotWrite(OutputFile.why(file, e), e);
        }
    }

    private Refusal cannotWrite(String why, IOException e) {
        return new Refusal(
                "table=" + file + " cannot be written, because " + why + ". Name another path by table=.", e);
    }

    /** Reads the rows and returns the seed of their order, if there are any. */
    private Optional<Long> read(String text) throws IOException {
        Optional<Long> seed = Optional.empty();
        try (CSVParser lines = CSVParser.parse(text, CSVFormat.DEFAULT)) {
            boolean head = true;
            for (CSVRecord line : lines) {
                if (head && !line.toList().equals(COLUMNS)) throw other();
                if (!head) seed = Optional.of(add(line));
                head = false;
            }
            if (head) throw other();
        } catch (NumberFormatException | UncheckedIOException e) {
            throw new Refusal("table=" + file + " has a row that is no verdict. Mend it, or name another path.", e);
        }
        return seed;
    }

    private Refusal other() {
        return new Refusal("table=" + file + " is a file of something else. Name another path.");
    }

    private long add(CSVRecord line) {
        if (line.size() != COLUMNS.size()) throw new NumberFormatException("of another length");
        if (!line.get(ORDER + 1).equals(first) || !line.get(ORDER + 2).equals(second))
            throw new Refusal("table=" + file + " compares " + line.get(ORDER + 1) + " with " + line.get(ORDER + 2)
                    + ", and not " + first + " with " + second + ". Name another path.");
        Choice choice = Choice.of(line.get(1)).orElseThrow(NumberFormatException::new);
        boolean left = Choice.of(line.get(2)).orElseThrow(NumberFormatException::new) == Choice.FIRST;
        known.put(line.get(0), new Verdict(line.get(0), choice, left, Double.parseDouble(line.get(3)), line.get(4)));
        return Long.parseLong(line.get(ORDER));
    }

    /** Returns the seed of the order. */
    long order() {
        return order;
    }

    /** Returns the verdicts in the order in which they were given first. */
    List<Verdict> verdicts() {
        return new ArrayList<>(known.values());
    }

    /** Returns whether a pair has a verdict. */
    boolean has(String pair) {
        return known.containsKey(pair);
    }

    /**
     * Writes a verdict down; when it returns, the row is on the disk.
     *
     * @throws UncheckedIOException if it could not be written, such as on a full disk; the verdict does not count then
     */
    void add(Verdict verdict) {
        Choice left = verdict.firstWasLeft() ? Choice.FIRST : Choice.SECOND;
        String row = CSVFormat.DEFAULT.format(
                        verdict.pair(),
                        verdict.choice().word(),
                        left.word(),
                        String.format(Locale.ROOT, "%.2f", verdict.seconds()),
                        verdict.at(),
                        order,
                        first,
                        second)
                + "\n";
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(row.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        known.put(verdict.pair(), verdict);
    }
}
