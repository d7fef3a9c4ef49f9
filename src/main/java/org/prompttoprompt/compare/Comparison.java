package org.prompttoprompt.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.engine.OutputFile;

/** A blind comparison as it goes on: which pair is shown, what was chosen, and what comes of it. */
final class Comparison {
    /** A key that is held down is no verdict on the next pair. */
    static final Duration LEAST = Duration.ofMillis(200);

    private static final double MILLIS = 1000;

    private final Pairs pairs;
    private final BlindOrder order;
    private final VerdictFile file;
    private final Path summary;
    private final Clock clock;
    private int at = -1;
    private Instant shown;

    /**
     * Begins or takes up a comparison.
     *
     * @param table file of its rows
     * @param seed of the order, empty for a new one or that of the table
     * @throws Refusal if the table is that of another one or cannot be written
     */
    Comparison(Pairs pairs, String table, Optional<Long> seed, long fresh, Clock clock) {
        if (table.isBlank())
            throw new Refusal("table is empty: name a file for the verdicts, such as table=/data/verdicts.csv.");
        this.pairs = pairs;
        this.clock = clock;
        Path path = LocalPath.of("table", table).toAbsolutePath();
        file = new VerdictFile(path, pairs.first().given(), pairs.second().given(), seed, fresh);
        order = BlindOrder.of(pairs.names(), file.order());
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        summary = path.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + "-summary.csv");
        next();
    }

    private void next() {
        List<String> names = order.names();
        at++;
        while (at < names.size() && file.has(names.get(at))) at++;
        shown = clock.instant();
    }

    /** Returns whether every pair has its verdict. */
    boolean done() {
        return at >= order.names().size();
    }

    /** Returns how many pairs there are. */
    int size() {
        return order.names().size();
    }

    /** Returns which pair is shown, the first being 1. */
    int number() {
        return at + 1;
    }

    /** Returns how many have a verdict. */
    int given() {
        return (int) order.names().stream().filter(file::has).count();
    }

    /** Returns the pair that is shown. */
    Pair pair() {
        return pairs.pair(order.names().get(at));
    }

    /** Returns whether the first set's image stands left. */
    boolean firstIsLeft() {
        return order.firstIsLeft().get(order.names().get(at));
    }

    /** The pair is on the screen now. */
    void isShown() {
        shown = clock.instant();
    }

    /**
     * Takes a verdict on the pair that is shown, writes it down and goes on to the next.
     *
     * @param key 1 for the left image, 2 for the right one, 0 for no difference
     * @return whether it was taken: nothing is within a moment after the pair was shown
     * @throws UncheckedIOException if it could not be written; the pair stays then
     */
    boolean answer(int key) {
        Duration taken = Duration.between(shown, clock.instant());
        if (done() || taken.compareTo(LEAST) < 0) return false;
        String name = order.names().get(at);
        Choice choice = key == 0 ? Choice.TIE : order.choice(name, key == 1);
        String time = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        file.add(new Verdict(name, choice, firstIsLeft(), taken.toMillis() / MILLIS, time));
        next();
        return true;
    }

    /** Shows the pair before once more; its next verdict is the one that counts. */
    void back() {
        if (at > 0) at--;
        shown = clock.instant();
    }

    List<Verdict> verdicts() {
        return file.verdicts();
    }

    WinShare share() {
        return WinShare.of(file.verdicts());
    }

    Pairs pairs() {
        return pairs;
    }

    /** Returns what came of it, in a sentence or two. */
    String told() {
        String left = given() < size() ? " " + (size() - given()) + " pairs are left for another time." : "";
        String out = pairs.told();
        return share().told(pairs.first().given(), pairs.second().given()) + left + (out.isEmpty() ? "" : " " + out);
    }

    /** Writes the shares beside the table. */
    void writeSummary() {
        WinShare share = share();
        String head = "first,second,wins_first,wins_second,ties,left_out,share_first,low,high,p\n";
        String row = CSVFormat.DEFAULT.format(
                pairs.first().given(),
                pairs.second().given(),
                share.first(),
                share.second(),
                share.ties(),
                pairs.skipped().size(),
                number(share.share()),
                number(share.low()),
                number(share.high()),
                number(share.p()));
        try {
            Files.writeString(summary, head + row + "\n");
        } catch (IOException e) {
            throw new Refusal(
                    summary + " cannot be written, because " + OutputFile.why(summary, e)
                            + "; the verdicts are in the table. Mend that and compare once more.",
                    e);
        }
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "NaN" : String.format(Locale.ROOT, "%.4f", value);
    }
}
