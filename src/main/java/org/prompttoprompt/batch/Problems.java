package org.prompttoprompt.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.prompttoprompt.Refusal;

/** What is wrong with a table, cell by cell, so that all of it is told at once. */
final class Problems {
    private static final int MOST = 50;

    private final String table;
    private final Set<Line> lines = new LinkedHashSet<>();
    private int more;

    Problems(String table) {
        this.table = table;
    }

    private record Line(int row, String text) {}

    /** Notes a bad cell, or a bad row where there is no column; the same is noted once. */
    void add(int row, String column, String why) {
        add(new Line(row, "row " + row + (column.isEmpty() ? "" : ", column " + column) + ": " + why));
    }

    /** Notes what concerns the whole table. */
    void note(String line) {
        add(new Line(0, line));
    }

    private void add(Line line) {
        if (lines.size() < MOST) lines.add(line);
        else if (!lines.contains(line)) more++;
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
                + told() + (more == 0 ? "" : "\nand " + more + " more"));
    }

    /** Returns the lines in the order of the rows; what several of them say below their first line, once at the end. */
    private String told() {
        Set<String> below = new LinkedHashSet<>();
        List<String> first = new ArrayList<>();
        for (Line line :
                lines.stream().sorted(Comparator.comparingInt(Line::row)).toList()) {
            String[] parts = line.text().split("\n", 2);
            first.add(parts[0]);
            if (parts.length > 1) below.add(parts[1]);
        }
        first.addAll(below);
        return String.join("\n", first);
    }
}
