package org.prompttoprompt.command;

import ij.IJ;
import java.awt.GraphicsEnvironment;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import org.scijava.log.LogService;

/** Gives text to the user: on the clipboard, or in the log where there is none. */
final class Clipboards {
    private Clipboards() {}

    static void copy(String text, LogService log) {
        if (GraphicsEnvironment.isHeadless()) {
            log.info(text);
            return;
        }
        StringSelection selection = new StringSelection(text);
        Toolkit.getDefaultToolkit().getSystemClipboard().setContents(selection, selection);
        IJ.showStatus("Copied: " + text.lines().findFirst().orElse(""));
    }
}
