package org.prompttoprompt.compare;

import ij.ImagePlus;
import java.util.Optional;

/**
 * Two images to choose from.
 *
 * @param name of both in their sets
 * @param source what both were made from, if it is shown
 */
record Pair(String name, ImagePlus first, ImagePlus second, Optional<ImagePlus> source) {}
