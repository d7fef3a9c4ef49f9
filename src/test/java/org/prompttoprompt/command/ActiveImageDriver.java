package org.prompttoprompt.command;

import ij.IJ;
import java.util.List;

/** Runs macros in the windows of ImageJ, one after the other. A process of its own that knows only ImageJ. */
final class ActiveImageDriver {
    private ActiveImageDriver() {}

    /** Arguments: a folder that is not needed, and the macros. */
    public static void main(String[] args) {
        Gui.run(args, folder -> {
            ij.ImageJ.main(new String[0]);
            for (String macro : List.of(args).subList(1, args.length)) IJ.runMacroFile(macro);
        });
    }
}
