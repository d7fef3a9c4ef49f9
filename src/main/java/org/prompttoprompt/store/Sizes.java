package org.prompttoprompt.store;

import java.util.Locale;

/** Sizes of files as people read them. */
public final class Sizes {
    private static final double THOUSAND = 1000;

    private Sizes() {}

    /** Returns a number of bytes as text, such as {@code 2.13 GB} or {@code 12 MB}; {@code ?} where it is negative. */
    public static String text(long bytes) {
        if (bytes < 0) return "?";
        if (bytes < THOUSAND) return bytes + " B";
        double value = bytes / THOUSAND;
        String[] units = {"kB", "MB", "GB", "TB"};
        int i = 0;
        while (value >= THOUSAND && i < units.length - 1) {
            value /= THOUSAND;
            i++;
        }
        return String.format(Locale.ROOT, i < 2 ? "%.0f %s" : "%.2f %s", value, units[i]);
    }
}
