package org.prompttoprompt.dialog;

import java.util.HashMap;
import java.util.Map;

/** Exchanges values that stand for others, such as 0 for the model's steps, and what dialogs show of them. */
final class StandIns {
    private final Map<String, String> defaults;
    private Map<String, String> shown = Map.of();

    /** @param defaults of each input by its key */
    StandIns(Map<String, String> defaults) {
        this.defaults = new HashMap<>(defaults);
    }

    /** Takes what another model makes of the defaults. */
    void show(Map<String, String> standsFor) {
        shown = Map.copyOf(standsFor);
    }

    /** Returns what is shown of a value. */
    String shown(String key, String value) {
        return shown.containsKey(key) && value.equals(defaults.get(key)) ? shown.get(key) : value;
    }

    /** Returns the value of what is shown. */
    String value(String key, String text) {
        return shown.containsKey(key) && text.equals(shown.get(key)) ? defaults.get(key) : text;
    }
}
