package org.prompttoprompt.model;

import org.prompttoprompt.request.ToldSizes;

/**
 * How a prompt is encoded.
 *
 * @param clipSkip last layers of each text encoder that are left out, 0 for none
 * @param sizes what Stable Diffusion XL is told of the picture
 */
public record Conditioning(int clipSkip, ToldSizes sizes) {
    /** For an image of this size in pixels, as the model was trained. */
    public static Conditioning of(int height, int width) {
        return new Conditioning(0, ToldSizes.of(width, height));
    }

    /** Returns this without leaving out layers: so are negative prompts encoded. */
    Conditioning whole() {
        return new Conditioning(0, sizes);
    }
}
