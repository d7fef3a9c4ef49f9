package org.prompttoprompt.request;

import java.util.Arrays;
import java.util.List;

/** A way into an image that is there already, for edits of it. */
public enum Method {
    /** The image with noise on it, drawn on from there (Meng et al. 2022, SDEdit; bloc97's start). */
    IMG2IMG("img2img", 0.6);

    private final String key;
    private final double strength;

    Method(String key, double strength) {
        this.key = key;
        this.strength = strength;
    }

    /** Returns the name in macros, scripts and recipes. */
    public String key() {
        return key;
    }

    /** Returns the strength where none is given. */
    public double strength() {
        return strength;
    }

    /** Returns the names of all. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(Method::key).toList();
    }

    /**
     * Returns the method of this name.
     *
     * @throws org.prompttoprompt.Refusal if there is none
     */
    public static Method of(String key) {
        String found = Values.choice(Option.METHOD.key(), key, keys());
        return Arrays.stream(values())
                .filter(method -> method.key.equals(found))
                .findFirst()
                .orElseThrow();
    }
}
