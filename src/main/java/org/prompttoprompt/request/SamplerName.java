package org.prompttoprompt.request;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The samplers that a request can name, as lists and recipes call them. */
public enum SamplerName {
    DDIM("DDIM", 6),
    PNDM("PNDM", 10),
    PNDM_PRK("PNDM PRK", 5),
    DDPM("DDPM", 6),
    EULER("Euler", 6),
    EULER_A("Euler a", 6),
    HEUN("Heun", 6),
    LMS("LMS", 8),
    DPMPP_2M("DPM++ 2M", 5),
    DPMPP_2M_KARRAS("DPM++ 2M Karras", 6),
    DPMPP_2M_SDE("DPM++ 2M SDE", 6),
    DPMPP_2M_SDE_KARRAS("DPM++ 2M SDE Karras", 8),
    UNIPC("UniPC", 6),
    DEIS("DEIS", 5),
    LCM("LCM", 1),
    TCD("TCD", 1);

    private final String label;
    private final int least;

    SamplerName(String label, int least) {
        this.label = label;
        this.least = least;
    }

    /** Returns the name in dialogs and recipes. */
    public String label() {
        return label;
    }

    /**
     * Returns the fewest steps whose images are drawn out with a model that was not made for few: by eye on two scenes of the embedded
     * model, and where nothing is random no farther than 19 dB from the same sampler's image of 40 steps.
     */
    public int least() {
        return least;
    }

    /** Returns whether it was made for models of few steps, with which alone it draws sharp images. */
    public boolean needsFewStepModel() {
        return this == LCM || this == TCD;
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
