package org.prompttoprompt.command;

import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import java.awt.GraphicsEnvironment;

/** Shows tables so that the next line of a macro reaches them. */
final class Tables {
    private Tables() {}

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
