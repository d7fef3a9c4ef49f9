package org.prompttoprompt.batch;

import ij.measure.ResultsTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.Refusal;

/**
 * A table of requests, as text.
 *
 * @param name of the file or window, for messages
 * @param files that its cells name
 * @param columns the names of its columns, in their order
 * @param rows in their order
 */
public record Table(String name, TableFiles files, List<String> columns, List<Row> rows) {
    /**
     * A row.
     *
     * @param number by which people find it: that of a spreadsheet, in which the heading is row 1, or the line of a JSON file
     * @param cells the text of each column; a column may be missing
     * @param fault what is wrong with it as a whole, so that its cells cannot be told; empty if nothing is
     */
    public record Row(int number, Map<String, String> cells, String fault) {
        /** A row whose cells can be told. */
        public Row(int number, Map<String, String> cells) {
            this(number, cells, "");
        }

        /** Returns the text of a cell without the space around it, empty if there is none. */
        String get(String column) {
            return cells.getOrDefault(column, "").strip();
        }
    }

    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new Refusal(
                    "table=" + name + " has no rows: write one below the heading for each image that you want,"
                            + " such as prompt,target,tau and then a red ball,a blue ball,0.3.");
        }
    }

    /** Takes a folder to which names of files in cells are relative. */
    public Table(String name, Path folder, List<String> columns, List<Row> rows) {
        this(name, TableFiles.of(folder), columns, rows);
    }

    /** Returns the table of an ImageJ window; paths in it are relative to a folder. */
    public static Table of(ResultsTable table, String name, Path folder) {
        List<String> columns = List.of(table.getHeadings());
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            Map<String, String> cells = new LinkedHashMap<>();
            for (String column : columns) {
                if (!column.equals("Label") || table.columnExists("Label")) cells.put(column, text(table, column, row));
            }
            rows.add(new Row(row + 2, cells));
        }
        return new Table(name, folder, columns, rows);
    }

    /** ImageJ writes numbers with the decimals of the table; whole ones need none. */
    private static String text(ResultsTable table, String column, int row) {
        String shown = table.getStringValue(column, row);
        try {
            double number = Double.parseDouble(shown);
            double exact = table.getValue(column, row);
            if (Double.isNaN(number)) return "";
            return exact == Math.rint(exact) && Math.abs(exact) < 1e15
                    ? String.valueOf((long) exact)
                    : Double.isNaN(exact) ? shown : String.valueOf(exact);
        } catch (NumberFormatException e) {
            return shown == null ? "" : shown;
        }
    }
}
