package org.prompttoprompt.request;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The samplers that a request can name, as lists and recipes call them. */
public enum SamplerName {
    DDIM("DDIM"),
    PNDM("PNDM"),
    PNDM_PRK("PNDM PRK"),
    DDPM("DDPM"),
    EULER("Euler"),
    EULER_A("Euler a"),
    HEUN("Heun"),
    LMS("LMS"),
    DPMPP_2M("DPM++ 2M"),
    DPMPP_2M_KARRAS("DPM++ 2M Karras"),
    DPMPP_2M_SDE("DPM++ 2M SDE"),
    DPMPP_2M_SDE_KARRAS("DPM++ 2M SDE Karras"),
    UNIPC("UniPC"),
    DEIS("DEIS"),
    LCM("LCM"),
    TCD("TCD");

    private final String label;

    SamplerName(String label) {
        this.label = label;
    }

    /** Returns the name in dialogs and recipes. */
    public String label() {
        return label;
    }

    /** Returns whether models of few steps are run with this sampler. */
    boolean takesFewSteps() {
        return this == LCM || this == TCD || this == EULER || this == EULER_A;
    }

    /** Returns the names in their order. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(SamplerName::label).toList();
    }

    /** Returns the sampler of a name, however its letters, spaces and underscores are written: {@code dpmpp_2m} is one. */
    public static Optional<SamplerName> of(String text) {
        String plain = plain(text);
        return Arrays.stream(values())
                .filter(name -> plain(name.label).equals(plain))
                .findFirst();
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace("++", "pp")
                .replace("ancestral", "a")
                .replaceAll("[ _-]", "");
    }
}
