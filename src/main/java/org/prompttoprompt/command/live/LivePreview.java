package org.prompttoprompt.command.live;

import ij.Macro;
import org.prompttoprompt.command.MenuCommand;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.prefs.PrefService;

/** Sets how often a running command shows its images; it is kept for later sessions. */
@Plugin(
        type = Command.class,
        headless = true,
        initializer = "fillDialog",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Live Preview...", weight = 30)
        })
public final class LivePreview extends MenuCommand {
    private static final String EVERY = "every";
    private static final int DEFAULT = 5;

    @Parameter(
            label = "Every",
            min = "0",
            persist = false,
            description = "Steps from one preview to the next (0: no previews)")
    private int every = DEFAULT;

    @Parameter
    private PrefService prefs;

    /** Returns how many steps lie from one preview to the next, 0 for no previews. */
    static int every(Context context) {
        return context.service(PrefService.class).getInt(LivePreview.class, EVERY, DEFAULT);
    }

    @Override
    protected void fillDialog() {
        if (Macro.getOptions() == null) every = every(context());
    }

    @Override
    protected void work() {
        if (every < 0) {
            throw new IllegalArgumentException(
                    "every=" + every + ": give a whole number of steps, such as every=5, or 0 for no previews.");
        }
        prefs.put(LivePreview.class, EVERY, every);
    }
}
