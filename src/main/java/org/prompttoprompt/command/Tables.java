package org.prompttoprompt.command;

import ij.WindowManager;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import java.awt.GraphicsEnvironment;
import java.awt.Window;
import java.util.List;

/** Shows tables so that the next line of a macro reaches them. */
final class Tables {
    private Tables() {}

    /** Returns the window of a table that was shown under this title, none without a display. */
    static List<Window> window(String title) {
        Window window = GraphicsEnvironment.isHeadless() ? null : WindowManager.getWindow(title);
        return window == null ? List.of() : List.of(window);
    }

    /**
     * Opens a table's window. Without a display it becomes ImageJ's results table instead, which {@code getResult}, {@code
     * Table.get} and {@code saveAs("Results", ...)} read.
     */
    static void show(ResultsTable table, String title) {
        if (GraphicsEnvironment.isHeadless())
            Analyzer.setResultsTable((ResultsTable) table.clone()); // it changes the decimal places
        else table.show(title);
    }
}
