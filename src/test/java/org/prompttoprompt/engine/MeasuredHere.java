package org.prompttoprompt.engine;

import java.nio.file.Path;
import java.util.Map;

/** Lets a test decide how fast this computer is in half precision, where nothing is set or chosen. */
public final class MeasuredHere implements AutoCloseable {
    private static final String SETTING = "prompttoprompt.precision";

    private final String cache;

    /**
     * Until it is closed.
     *
     * @param empty a folder in place of the cache
     * @param speed of bfloat16, times that of single precision
     */
    public MeasuredHere(Path empty, double speed) {
        cache = System.getProperty(CacheFolder.SETTING);
        System.setProperty(CacheFolder.SETTING, empty.toString());
        System.setProperty(SETTING, ""); // what is set for tests
        ChosenPrecision.measured =
                new MeasuredPrecision("here", Map.of(Precision.FLOAT32, 1.0, Precision.BFLOAT16, 1 / speed), true);
    }

    /** From here on nothing is measured yet. */
    public void forget() {
        ChosenPrecision.measured = null;
    }

    /** Returns whether it is known how fast this computer is. */
    public static boolean isKnown() {
        return ChosenPrecision.measured != null;
    }

    @Override
    public void close() {
        System.clearProperty(SETTING);
        if (cache == null) System.clearProperty(CacheFolder.SETTING);
        else System.setProperty(CacheFolder.SETTING, cache);
        ChosenPrecision.measured = null;
    }
}
