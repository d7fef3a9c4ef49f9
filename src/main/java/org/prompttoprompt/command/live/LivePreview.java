package org.prompttoprompt.command.live;

import org.prompttoprompt.command.MenuCommand;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.prefs.PrefService;

/**
 * Sets how often a running command shows its images; it is kept for later sessions. SciJava keeps what was typed last, for
 * its dialog; what counts is kept apart, as it may have been refused.
 */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Live Preview...", weight = 30)
        })
public final class LivePreview extends MenuCommand {
    private static final String SETTING = "stepsbetween";
    private static final int DEFAULT = 5;

    @Parameter(label = "Every", min = "0", description = "Steps from one preview to the next (0: no previews)")
    private int every = DEFAULT;

    @Parameter
    private PrefService prefs;

    /** Returns how many steps lie from one preview to the next, 0 for no previews. */
    public static int every(Context context) {
        return context.service(PrefService.class).getInt(LivePreview.class, SETTING, DEFAULT);
    }

    @Override
    protected void fillDialog() {
        every = every(context());
    }

    @Override
    protected void work() {
        if (every < 0) {
            throw new IllegalArgumentException(
                    "every=" + every + ": give a whole number of steps, such as every=5, or 0 for no previews.");
        }
        prefs.put(LivePreview.class, SETTING, every);
    }
}
