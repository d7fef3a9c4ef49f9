package org.prompttoprompt.engine;

import org.slf4j.LoggerFactory;

/** Keeps out of the host's log and console what DJL says of its own start. Its warnings stay, and all that others say. */
final class QuietLog {
    private static final String DJL = "ai.djl";

    private QuietLog() {}

    /**
     * Must be called before the first class of DJL that logs. SLF4J finds no logger to write to in a plain ImageJ and on the command
     * line, and would say so in three lines. In a Fiji it finds Logback, where every level is on unless somebody set one; what
     * somebody set for DJL stays.
     */
    static void begin() {
        if (System.getProperty("slf4j.internal.verbosity") == null)
            System.setProperty("slf4j.internal.verbosity", "ERROR");
        Object logger = LoggerFactory.getLogger(DJL);
        try {
            // Logback is Fiji's and not on our class path.
            Class<?> level = Class.forName(
                    "ch.qos.logback.classic.Level", true, logger.getClass().getClassLoader());
            if (logger.getClass().getMethod("getLevel").invoke(logger) == null)
                logger.getClass()
                        .getMethod("setLevel", level)
                        .invoke(logger, level.getField("WARN").get(null));
        } catch (ReflectiveOperationException e) {
            // Another logger, which has levels of its own, or none.
        }
    }
}
