package org.prompttoprompt.engine;

import java.util.Locale;
import java.util.Optional;

/** What somebody has set for the engine: as a system property {@code prompttoprompt.NAME}, or in the environment. */
public final class EngineSetting {
    private EngineSetting() {}

    /**
     * Returns the value of {@code prompttoprompt.NAME}, else that of {@code PROMPTTOPROMPT_NAME}, else the other; an empty one is none.
     * All are words and numbers: in lower case, without the blanks around them.
     *
     * @param name such as {@code device}
     */
    public static String of(String name, String otherwise) {
        String value = System.getProperty("prompttoprompt." + name);
        if (value == null) value = System.getenv("PROMPTTOPROMPT_" + name.toUpperCase(Locale.ROOT));
        return value == null || value.isBlank() ? otherwise : value.strip().toLowerCase(Locale.ROOT);
    }

    /** Returns that what is set goes before what is chosen, in a sentence; empty where nothing is set. */
    public static Optional<String> winning(String name) {
        return Optional.ofNullable(of(name, null))
                .map(value -> "The setting prompttoprompt." + name + " (PROMPTTOPROMPT_" + name.toUpperCase(Locale.ROOT)
                        + ") says " + value + ", which goes before what is chosen here as long as it stands.");
    }

    /**
     * Returns how somebody can have a value, as an order: by a choice, or by the setting where one goes before what is chosen.
     *
     * @param inWords what it is called in the window
     */
    public static String howToTake(String name, String value, String inWords) {
        if (winning(name).isEmpty())
            return "choose " + inWords + " in Models... > Engine (models engine " + value + ")";
        return System.getProperty("prompttoprompt." + name) != null
                ? "start Java with -Dprompttoprompt." + name + "=" + value
                : "set PROMPTTOPROMPT_" + name.toUpperCase(Locale.ROOT) + "=" + value;
    }
}
