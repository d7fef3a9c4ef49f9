package org.prompttoprompt.ldm;

import org.prompttoprompt.checkpoint.Header;

/** The generations of Stable Diffusion that lie in files of the original layout, told apart by their text encoders. */
public enum Family {
    SD1("Stable Diffusion 1.x"),
    SD2("Stable Diffusion 2.x"),
    XL("Stable Diffusion XL");

    static final String UNET = "model.diffusion_model.";
    static final String VAE = "first_stage_model.";
    static final String CLIP = "cond_stage_model.transformer.";
    static final String OPEN_CLIP = "cond_stage_model.model.";
    static final String XL_CLIP = "conditioner.embedders.0.transformer.";
    static final String XL_OPEN_CLIP = "conditioner.embedders.1.model.";

    private final String title;

    Family(String title) {
        this.title = title;
    }

    /** Returns the family of a file that is a whole model. */
    public static Family of(Header header) {
        if (header.hasPrefix(XL_OPEN_CLIP)) return XL;
        return header.hasPrefix(OPEN_CLIP) ? SD2 : SD1;
    }

    /** Returns how it is called. */
    public String title() {
        return title;
    }
}
