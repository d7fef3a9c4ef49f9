package org.prompttoprompt.pipeline;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/**
 * One network evaluation of an image that is being drawn.
 *
 * @param timestep at which the network was asked, from about 1000 down
 * @param noisy the colours of the latents that it was asked about, a pixel for each latent pixel
 * @param predicted the image that these lead to as far as the network can tell then, x₀, decoded
 */
public record FilmStep(double timestep, ArrayImg<ARGBType, IntArray> noisy, ArrayImg<ARGBType, IntArray> predicted) {}
