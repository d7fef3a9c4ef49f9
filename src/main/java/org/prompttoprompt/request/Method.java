package org.prompttoprompt.request;

import java.util.Arrays;
import java.util.List;

/** A way into an image that is there already, for edits of it. */
public enum Method {
    /** Direct inversion (Ju et al. 2024): DDIM backwards, the source held to it. The way for ordinary models. */
    DIRECT("direct", 1, true),
    /** No inversion (Xu et al. 2024, InfEdit): the fastest, and the way for models of few steps. */
    VIRTUAL("virtual", 1, false),
    /** The image with noise on it, drawn on from there (Meng et al. 2022, SDEdit; bloc97's start). */
    IMG2IMG("img2img", 0.6, false),
    /** Edit-friendly DDPM inversion (Huberman-Spiegelglas et al. 2024). */
    DDPM("ddpm", 0.64, true),
    /** DDIM backwards, the source drawn again from its noise (Song et al. 2021). */
    DDIM("ddim", 1, true),
    /** Negative-prompt inversion (Miyake et al. 2023). */
    NEGATIVE("negative", 1, true),
    /** Negative-prompt inversion with proximal guidance (Han et al. 2024). */
    PROXIMAL("proximal", 1, true),
    /** Null-text inversion (Mokady et al. 2023): by gradients, the slowest. */
    NULLTEXT("nulltext", 1, true);

    private final String key;
    private final double strength;
    private final boolean inverts;

    Method(String key, double strength, boolean inverts) {
        this.key = key;
        this.strength = strength;
        this.inverts = inverts;
    }

    /** Returns whether it inverts DDIM's steps, and works with that sampler alone. */
    public boolean inverts() {
        return inverts;
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
