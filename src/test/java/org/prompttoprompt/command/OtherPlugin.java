package org.prompttoprompt.command;

import ij.IJ;
import ij.WindowManager;

/** What another plugin does that has one of our commands run and goes on with its image. */
public final class OtherPlugin {
    private OtherPlugin() {}

    /** Called by a macro's {@code call}. */
    public static String titleOfWhatIsMade(String options) {
        IJ.run("Generate...", options);
        return WindowManager.getCurrentImage().getTitle();
    }
}
