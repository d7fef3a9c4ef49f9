package org.prompttoprompt.compare;

import ij.IJ;
import ij.Macro;
import ij.WindowManager;
import ij.measure.ResultsTable;
import ij.util.Java2;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import javax.swing.UIManager;
import javax.swing.plaf.metal.MetalLookAndFeel;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.command.MenuCommand;
import org.prompttoprompt.request.Values;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Shows pairs of two sets blind and asks which is better; tells how often each was chosen, with the interval of its share. */
@Plugin(
        type = Command.class,
        headless = true,
        initializer = "fillDialog",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Measure", weight = 30),
            @Menu(label = "Compare Edits...", weight = 34)
        })
public final class CompareEdits extends MenuCommand {
    private static final String RANDOM = "random";

    @Parameter(
            label = "First set",
            columns = 40,
            persist = false,
            description = "Title of an open stack, or a folder or file of images")
    private String first = "";

    @Parameter(
            label = "Second set",
            columns = 40,
            persist = false,
            description = "Likewise: a stack of the same length, or a folder with images of the same names")
    private String second = "";

    @Parameter(
            label = "Source (shown beside)",
            columns = 40,
            persist = false,
            description = "Likewise what both were made from: one image, or one for each pair (empty: not shown)")
    private String source = "";

    @Parameter(
            label = "Table",
            style = FileWidget.SAVE_STYLE,
            persist = false,
            description =
                    "File in CSV for the verdicts, a row at once for each; a comparison that was left goes on with it")
    private File table = new File("");

    @Parameter(
            label = "Order (seed)",
            columns = 8,
            persist = false,
            description = "Seed of the order and of the sides: a whole number, or random")
    private String order = RANDOM;

    /** Takes the two images in front. */
    @Override
    public void fillDialog() {
        if (GraphicsEnvironment.isHeadless() || Macro.getOptions() != null) return;
        String[] titles = WindowManager.getImageTitles();
        if (titles.length < 2 || !first.isBlank() || !second.isBlank()) return;
        first = titles[titles.length - 2];
        second = titles[titles.length - 1];
    }

    @Override
    protected void work() {
        if (GraphicsEnvironment.isHeadless())
            throw new Refusal(
                    "Compare Edits shows images to a person and there is no display: run it in ImageJ's window, or"
                            + " compare by Metrics or Score Benchmark... instead.");
        Pairs pairs = Pairs.of(
                ImageSet.of("first", first),
                ImageSet.of("second", second),
                source.isBlank() ? Optional.empty() : Optional.of(ImageSet.of("source", source)));
        Comparison comparison = new Comparison(
                pairs, table.getPath(), seed(), ThreadLocalRandom.current().nextInt(), Clock.systemUTC());
        if (!pairs.told().isEmpty()) IJ.log("Compare Edits: " + pairs.told());
        ask(comparison);
    }

    private Optional<Long> seed() {
        if (order.strip().equals(RANDOM)) return Optional.empty();
        return Optional.of((long) Values.whole("order", order, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    /** Waits until the window is closed, but on the event thread, which would stand still. */
    private static void ask(Comparison comparison) {
        CountDownLatch left = new CountDownLatch(1);
        CompareWindow[] window = new CompareWindow[1];
        EventQueue.invokeLater(() -> {
            // Fiji brings a look of its own; plain ImageJ leaves Java's.
            if (UIManager.getLookAndFeel() instanceof MetalLookAndFeel) Java2.setSystemLookAndFeel();
            window[0] = new CompareWindow(comparison, () -> {
                tell(comparison);
                left.countDown();
            });
            if (comparison.done()) {
                tell(comparison);
                left.countDown();
            } else {
                window[0].open();
            }
        });
        if (EventQueue.isDispatchThread()) return;
        try {
            left.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (window[0] != null) window[0].close();
        }
    }

    private static void tell(Comparison comparison) {
        IJ.log("Compare Edits: " + comparison.told());
        try {
            comparison.writeSummary();
        } catch (Refusal e) {
            IJ.log(e.getMessage());
        }
        rows(comparison).show("Comparison");
        shares(comparison).show("Win Shares");
    }

    private static ResultsTable rows(Comparison comparison) {
        ResultsTable rows = new ResultsTable();
        for (Verdict verdict : comparison.verdicts()) {
            rows.addRow();
            rows.addValue("Pair", verdict.pair());
            rows.addValue("Better", verdict.choice().word());
            rows.addValue("Left", (verdict.firstWasLeft() ? Choice.FIRST : Choice.SECOND).word());
            rows.addValue("Seconds", verdict.seconds());
            rows.addValue("At", verdict.at());
        }
        return rows;
    }

    private static ResultsTable shares(Comparison comparison) {
        WinShare share = comparison.share();
        ResultsTable table = new ResultsTable();
        for (Choice of : new Choice[] {Choice.FIRST, Choice.SECOND}) {
            boolean one = of == Choice.FIRST;
            WinShare its = one ? share : new WinShare(share.second(), share.first(), share.ties());
            table.addRow();
            table.addValue("Set", of.word());
            table.addValue(
                    "Name",
                    one
                            ? comparison.pairs().first().given()
                            : comparison.pairs().second().given());
            table.addValue("Wins", its.first());
            table.addValue("Ties", its.ties());
            table.addValue("Share", its.share());
            table.addValue("Low 95 %", its.low());
            table.addValue("High 95 %", its.high());
            table.addValue("p", its.p());
        }
        table.setPrecision(4);
        return table;
    }
}
