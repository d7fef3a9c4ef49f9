package org.prompttoprompt.command;

import ij.IJ;
import org.prompttoprompt.Note;
import org.scijava.log.LogService;

/** Where the report of a run is read: all of it in SciJava's console, and what should not be missed in ImageJ's log, which opens itself. */
final class ToldReport {
    private ToldReport() {}

    static void tell(LogService log, String report) {
        log.info(report);
        Note.in(report).forEach(IJ::log);
    }
}
