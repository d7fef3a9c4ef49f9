package org.prompttoprompt.pipeline;

import java.util.List;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.text.Tokens;

/**
 * Where the words of a prompt act while its image is drawn.
 *
 * @param request the generation, with every value filled in
 * @param tokens the prompt as the network sees it
 * @param mass the share of all attention that each token holds, start and padding included; they sum to 1
 * @param words the prompt's words, the second of two equal ones as {@code ball#2}
 * @param width of a map, in latent pixels; of a fine map, in pixels of the image
 * @param height of a map
 * @param latentPixel how many pixels of the image one of the latents stands for
 * @param layers which layers a map averages: {@code all}, or those of one size, such as {@code 16 x 16}; {@link #FINE} alone
 *     where all are refined
 * @param frames per step, or once for the average: per layer group: per word: the map, row by row, attention of 0 to 1
 * @param components main patterns of the self-attention at the largest kept size, row by row; none unless asked for
 * @param componentWidth of such a pattern
 * @param image what was drawn
 * @param provenance the model, the programs and the computer
 */
public record AttentionMaps(
        EditRequest request,
        Tokens tokens,
        double[] mass,
        List<String> words,
        int width,
        int height,
        int latentPixel,
        List<String> layers,
        List<List<List<float[]>>> frames,
        List<float[]> components,
        int componentWidth,
        Frame image,
        Provenance provenance) {
    /** The name of the layers of maps that are spread by self-attention and drawn along the image's edges. */
    public static final String FINE = "all, fine";

    /** Returns the map of a word, averaged over all layers and, unless steps were kept apart, over all steps. */
    public float[] heat(int frame, int word) {
        return frames.get(frame).get(0).get(word);
    }
}
