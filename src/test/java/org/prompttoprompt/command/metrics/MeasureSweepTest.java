package org.prompttoprompt.command.metrics;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.command.P2PService;
import org.prompttoprompt.pipeline.EditRequest;
import org.prompttoprompt.pipeline.Task;
import org.scijava.Context;

/** A real sweep in numbers. */
class MeasureSweepTest {
    private static Context context;
    private static ImagePlus sweep;

    @BeforeAll
    static void start() {
        context = new Context();
        sweep = context.service(P2PService.class)
                .run(EditRequest.of(Task.SWAP)
                        .with("prompt", "a red ball on the grass")
                        .with("target", "a blue ball on the grass")
                        .with("tau", "0:0.25:1")
                        .with("steps", 8));
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
        assertTrue(table.getValue("MSE", 4) < table.getValue("MSE", 0));
        assertEquals(-1, table.getColumnIndex("MSE inside"));
        if (measured.knee() >= 0)
            assertFalse(
                    table.getStringValue(SweepTable.SUGGESTED, measured.knee()).isEmpty());
        assertTrue(SweepPlot.of(measured, "x").getImagePlus().getWidth() > 0);
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
