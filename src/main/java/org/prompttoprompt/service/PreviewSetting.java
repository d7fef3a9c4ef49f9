package org.prompttoprompt.service;

import org.scijava.Context;
import org.scijava.prefs.PrefService;

/** How often a running command shows its images; kept for later sessions. */
public final class PreviewSetting {
    private static final String KEY = "stepsbetween";
    private static final int DEFAULT = 5;

    private PreviewSetting() {}

    /** Returns how many steps lie from one preview to the next, 0 for no previews. */
    public static int stepsBetween(Context context) {
        return context.service(PrefService.class).getInt(PreviewSetting.class, KEY, DEFAULT);
    }

    /** Keeps how many steps shall lie from one preview to the next, 0 for no previews. */
    public static void keep(int stepsBetween, Context context) {
        context.service(PrefService.class).put(PreviewSetting.class, KEY, stepsBetween);
    }
}
