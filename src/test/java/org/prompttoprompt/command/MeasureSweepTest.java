package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.ij.SweepPlot;
import org.prompttoprompt.ij.SweepSeries;
import org.prompttoprompt.ij.SweepTable;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.prompttoprompt.service.SweepJudge;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** A real sweep in numbers. */
class MeasureSweepTest {
    private static final EditRequest SWAP = EditRequest.of(Task.SWAP)
            .with("prompt", "a red ball on the grass")
            .with("target", "a blue ball on the grass")
            .with("steps", 8);
    private static Context context;
    private static ImagePlus sweep;

    @BeforeAll
    static void start() {
        context = new Context();
        sweep = (ImagePlus) context.service(P2PService.class).run(SWAP.with("tau", "0:0.25:1"));
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    @Test
    void moreOfTheSourceIsNearerToIt() {
        sweep.deleteRoi();
        SweepTable measured = new SweepTable(sweep);
        ResultsTable table = measured.table();
        assertEquals(5, table.size());
        assertEquals(0.25, table.getValue("tau", 1));
        assertEquals("tau", measured.axis());
        assertTrue(table.getValue("SSIM", 4) > table.getValue("SSIM", 0) + 0.02, "SSIM does not rise with tau");
        // From the first shared steps on: without any, the ball may stand elsewhere and cover less of its old colour.
        assertTrue(table.getValue("MSE", 4) < table.getValue("MSE", 1));
        assertEquals(1, measured.series().size());
        SweepSeries one = measured.series().get(0);
        assertTrue(one.suggested() > 0, "SSIM levels off over tau");
        for (int row = 0; row < 5; row++) {
            assertEquals(
                    row == one.suggested() ? "<- knee of SSIM" : "",
                    table.getStringValue(SweepTable.SUGGESTED, row).strip());
        }
        assertEquals(42, table.getValue("seed", 3), "what is not swept stands in each row");
    }

    @Test
    void theChangedWordsSplitTheErrorToo() {
        sweep.deleteRoi();
        ResultsTable table = new SweepTable(sweep).table();
        assertEquals(1, table.getValue("Map agreement", 4), 1e-4);
        assertTrue(table.getValue("Map agreement", 0) < table.getValue("Map agreement", 3));
        for (int row = 0; row < 5; row++) {
            double inside = table.getValue("MSE inside", row);
            assertTrue(inside > table.getValue("MSE outside", row), "a ball changes its colour, the grass less");
            assertTrue(table.getValue("SSIM inside", row) < table.getValue("SSIM outside", row));
            assertEquals(10 * Math.log10(255 * 255 / inside), table.getValue("PSNR inside", row), 1e-9);
        }
    }

    @Test
    void aFileRemembersWhatTheMapsTold(@TempDir Path folder) throws Exception {
        sweep.deleteRoi();
        String file = folder.resolve("sweep.tif").toString();
        IJ.saveAsTiff(sweep.duplicate(), file);
        ImagePlus opened = IJ.openImage(file);
        ResultsTable before = new SweepTable(sweep).table();
        assertArrayEquals(
                before.getColumn("MSE outside"), new SweepTable(opened).table().getColumn("MSE outside"));
        assertArrayEquals(
                before.getColumn("Map agreement"),
                new SweepTable(opened).table().getColumn("Map agreement"));
        opened.getStack().deleteSlice(3);
        assertEquals(-1, new SweepTable(opened).table().getColumnIndex("MSE inside"), "slices are no longer known");
        Path old = folder.resolve("old.tif");
        ImagePlus unmeasured = sweep.duplicate();
        unmeasured.setProperty("Info", sweep.getInfoProperty().replaceAll("(agreement|wordmask)=.*\n", ""));
        IJ.saveAsTiff(unmeasured, old.toString());
        ResultsTable table = new SweepTable(IJ.openImage(old.toString())).table();
        assertEquals(5, table.size());
        assertEquals(-1, table.getColumnIndex("MSE inside"));
        assertEquals(-1, table.getColumnIndex("Map agreement"));
    }

    @Test
    void aPictureFileRemembersItsOwn(@TempDir Path folder) throws Exception {
        Interpreter.batchMode = true;
        Interpreter.addBatchModeImage(sweep);
        File file = folder.resolve("sweep.png").toFile();
        context.service(CommandService.class)
                .run(SaveWithRecipe.class, true, "path", file)
                .get();
        Interpreter.removeBatchModeImage(sweep);
        Interpreter.batchMode = false;
        ImagePlus last = IJ.openImage(folder.resolve("sweep-6.png").toString());
        String recipe = Recipe.of(last).text();
        assertTrue(recipe.contains("\nagreement=1\n") && recipe.contains("\nwordmask=16x16:"), recipe);
    }

    /** The sweep's own command has shown it already. */
    @Test
    void aPlotThatIsOpenIsNotMadeAgain() throws Exception {
        Interpreter.batchMode = true;
        ImagePlus plot = SweepPlot.ofCurves(new SweepTable(sweep), sweep.getTitle());
        ImagePlus other = SweepPlot.ofCurves(
                new SweepTable((ImagePlus) context.service(P2PService.class).run(SWAP.with("tau", "0, 0.5"))), "other");
        try {
            for (ImagePlus open : List.of(plot, other)) {
                Interpreter.addBatchModeImage(open);
                Interpreter.addBatchModeImage(sweep);
                Object made = context.service(CommandService.class)
                        .run(MeasureSweep.class, true, "judge", "no")
                        .get()
                        .getOutput("plot");
                assertEquals(open != plot, made != null);
                Interpreter.removeBatchModeImage(open);
                Interpreter.removeBatchModeImage(sweep);
            }
        } finally {
            Interpreter.batchMode = false;
        }
    }

    @Test
    void eachCurveOfAHyperstackHasItsSuggestion() {
        SweepTable measured = new SweepTable((ImagePlus) context.service(P2PService.class)
                .run(SWAP.with("tau", "0:0.25:1").with("seed", "1, 2")));
        assertEquals("tau", measured.axis());
        assertEquals(
                List.of("seed=1", "seed=2"),
                measured.series().stream().map(SweepSeries::name).toList());
        assertEquals(10, measured.table().size());
        for (SweepSeries one : measured.series()) {
            assertEquals(5, one.x().length);
            assertTrue(one.suggested() > 0 && one.suggested() < 4, "knee of " + one.name());
            int row = one.rows().get(one.suggested());
            assertEquals("<- knee of SSIM", measured.table().getStringValue(SweepTable.SUGGESTED, row));
        }
        assertTrue(measured.table().getValue("MSE inside", 7) > measured.table().getValue("MSE outside", 7));
    }

    @Test
    void weightsAndSeedsHaveNoValueToSuggest() {
        SweepTable seeds =
                new SweepTable((ImagePlus) context.service(P2PService.class).run(SWAP.with("seed", "1:1:3")));
        assertEquals("seed", seeds.axis());
        assertEquals(3, seeds.series().get(0).x().length);
        assertEquals(-1, seeds.table().getColumnIndex(SweepTable.SUGGESTED));
        SweepTable weights = new SweepTable((ImagePlus) context.service(P2PService.class)
                .run(EditRequest.of(Task.REWEIGHT)
                        .with("prompt", "a fluffy red ball")
                        .with("words", "fluffy")
                        .with("steps", 4)));
        assertEquals("weight", weights.axis());
        assertEquals(-1, weights.table().getColumnIndex(SweepTable.SUGGESTED));
        assertEquals(1, weights.table().getValue("SSIM", 3), 1e-3, "weight 1 is the source");
    }

    /** The model tells the edit from the source, and the suggestion is the image most like the source among those with the edit. */
    @Test
    void theModelJudgesTheSweep() throws Exception {
        sweep.deleteRoi();
        Interpreter.batchMode = true;
        Interpreter.addBatchModeImage(sweep);
        ResultsTable table;
        try {
            table = (ResultsTable) context.service(CommandService.class)
                    .run(MeasureSweep.class, true)
                    .get()
                    .getOutput("table");
        } finally {
            Interpreter.removeBatchModeImage(sweep);
            Interpreter.batchMode = false;
        }
        int marked = -1;
        for (int row = 0; row < 5; row++) {
            boolean is = table.getStringValue(SweepTable.SUGGESTED, row).startsWith("<- most like the source");
            if (is) marked = row;
            if (is) assertTrue(table.getValue(SweepTable.JUDGED, row) < 0);
        }
        assertTrue(table.getValue(SweepTable.JUDGED, 0) < 0, "the free target is what its prompt says");
        assertTrue(marked >= 0, "one is suggested");
        for (int row = 0; row < marked; row++) {
            boolean more = table.getValue("SSIM", row) > table.getValue("SSIM", marked);
            assertFalse(more && table.getValue(SweepTable.JUDGED, row) <= table.getValue(SweepTable.JUDGED, marked));
        }
    }

    /** Copies of the source are as like it as can be, and no edit. */
    @Test
    void aSweepInWhichNothingHappenedSaysSo() {
        ImagePlus same = sweep.duplicate();
        for (int slice = 2; slice <= 6; slice++)
            same.getStack().setProcessor(sweep.getStack().getProcessor(1).duplicate(), slice);
        SweepJudge judge = new SweepJudge(context.service(P2PService.class), Progress.NONE);
        SweepTable judged = new SweepTable(same, judge);
        assertEquals("", judge.why());
        for (int row = 0; row < 5; row++) {
            assertTrue(judged.table().getValue(SweepTable.JUDGED, row) > 0);
            assertEquals("the edit is not seen", judged.table().getStringValue(SweepTable.SUGGESTED, row));
        }
        assertTrue(judged.note().startsWith("In none of the 5 edited images is the edit seen"), judged.note());
        assertEquals("", new SweepTable(same).note());
    }

    @Test
    void withoutItsModelASweepIsMeasuredUnjudged() {
        ImagePlus lost = sweep.duplicate();
        lost.setProperty("Info", sweep.getInfoProperty().replaceAll("(?m)^model=.*", "model=/nowhere/at-all"));
        SweepJudge judge = new SweepJudge(context.service(P2PService.class), Progress.NONE);
        SweepTable table = new SweepTable(lost, judge);
        assertEquals(-1, table.table().getColumnIndex(SweepTable.JUDGED));
        assertTrue(judge.why().contains("nowhere"), judge.why());
    }

    @Test
    void aMaskOfTheWholePictureLeavesNothingOutside() {
        ImagePlus all = sweep.duplicate();
        String info = sweep.getInfoProperty().replaceAll("wordmask=.*", "wordmask=1x1:8");
        all.setProperty("Info", info);
        ResultsTable table = new SweepTable(all).table();
        assertEquals(table.getValue("MSE", 2), table.getValue("MSE inside", 2));
        assertTrue(Double.isNaN(table.getValue("MSE outside", 2)));
    }

    @Test
    void aSelectionSplitsTheError() {
        sweep.setRoi(32, 32, 64, 64);
        ResultsTable table = new SweepTable(sweep).table();
        sweep.deleteRoi();
        double whole = table.getValue("MSE inside", 2) / 4 + table.getValue("MSE outside", 2) * 3 / 4;
        assertEquals(table.getValue("MSE", 2), whole, 1e-6 * whole);
    }

    @Test
    void anImageWithoutASourceIsRefused() {
        ImagePlus blobs = IJ.createImage("blobs", "RGB", 32, 32, 3);
        String message = assertThrows(IllegalArgumentException.class, () -> new SweepTable(blobs))
                .getMessage();
        assertTrue(message.contains("'blobs' has no source"), message);
    }
}
