package org.prompttoprompt.batch;

import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.Refusal;

/** What is wrong with a table, cell by cell, so that all of it is told at once. */
final class Problems {
    private static final int MOST = 50;

    private final String table;
    private final List<String> lines = new ArrayList<>();
    private int more;

    Problems(String table) {
        this.table = table;
    }

    /** Notes a bad cell, or a bad row where there is no column. */
    void add(int row, String column, String why) {
        note("row " + row + (column.isEmpty() ? "" : ", column " + column) + ": " + why);
    }

    /** Notes what concerns the whole table. */
    void note(String line) {
        if (lines.size() < MOST) lines.add(line);
        else more++;
    }

    /** Returns whether there are none. */
    boolean isEmpty() {
        return lines.isEmpty();
    }

    /**
     * Ends with all of them.
     *
     * @throws Refusal if there are any
     */
    void refuse() {
        if (lines.isEmpty()) return;
        int n = lines.size() + more;
        throw new Refusal("table=" + table + ": " + (n == 1 ? "one place is wrong" : n + " places are wrong")
                + ". Nothing was drawn; mend " + (n == 1 ? "it" : "them") + " and start again.\n"
                + String.join("\n", lines) + (more == 0 ? "" : "\nand " + more + " more"));
    }
}
