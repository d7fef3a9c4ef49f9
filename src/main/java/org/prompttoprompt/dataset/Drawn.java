package org.prompttoprompt.dataset;

import ij.process.ImageProcessor;
import java.util.Optional;

/**
 * What was made for a sample, in memory.
 *
 * @param entry what is told of it
 * @param pixels of the image
 * @param labels of its objects
 */
public record Drawn(Entry entry, ImageProcessor pixels, Optional<LabelImage> labels) {}
