package org.prompttoprompt.command;

import ij.IJ;
import org.prompttoprompt.Note;
import org.prompttoprompt.ij.Wrap;
import org.scijava.log.LogService;

/** Where the report of a run is read: all of it in SciJava's console, and what should not be missed in ImageJ's log, which opens itself. */
final class ToldReport {
    private static final int WIDTH = 100;

    private ToldReport() {}

    static void tell(LogService log, String report) {
        log.info(report);
        notes(report);
    }

    /** Tells what should not be missed alone, in lines that the log's window shows whole. */
    static void notes(String report) {
        Note.in(report).forEach(note -> IJ.log(Wrap.lines(note, WIDTH)));
    }
}
