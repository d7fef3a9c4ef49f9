package org.prompttoprompt.attention;

/**
 * Where in the network an attention map arises.
 *
 * @param name the layer by its name in the checkpoint, such as {@code down_blocks.0.attentions.1.transformer_blocks.0.attn2}
 * @param place the third of the network: down, mid or up
 * @param cross whether the keys are the prompt's tokens (else the pixels themselves: self-attention)
 * @param height of the feature map whose pixels ask, in latent pixels of that level
 * @param width likewise
 */
public record Site(String name, Place place, boolean cross, int height, int width) {
    /** The three parts of a UNet, in the order of execution. */
    public enum Place {
        DOWN,
        MID,
        UP
    }

    /** Returns the number of queries, height x width. */
    public int pixels() {
        return height * width;
    }
}
