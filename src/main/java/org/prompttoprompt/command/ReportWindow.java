package org.prompttoprompt.command;

import ij.text.TextWindow;
import java.awt.BorderLayout;
import java.awt.Button;
import java.awt.Panel;
import org.prompttoprompt.ij.Wrap;
import org.scijava.log.LogService;

/** A window with a report, which a button puts on the clipboard as issues of GitHub show such text. */
final class ReportWindow {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final int COLUMNS = 110;

    private ReportWindow() {}

    static void show(String title, String report, LogService log) {
        TextWindow window = new TextWindow(title, Wrap.lines(report, COLUMNS), WIDTH, HEIGHT);
        Button copy = new Button("Copy for an issue report");
        copy.addActionListener(e -> Clipboards.copy(forIssues(report), log));
        Panel below = new Panel();
        below.add(copy);
        window.add(below, BorderLayout.SOUTH);
        window.validate();
    }

    /** Returns a report as text whose lines stay as they are. */
    static String forIssues(String report) {
        return "```text\n" + report.stripTrailing() + "\n```\n";
    }
}
