package org.prompttoprompt.score;

import java.nio.file.Path;
import java.util.List;

/**
 * One edit of a benchmark.
 *
 * @param id its key in the mapping file
 * @param image file of the image that is edited
 * @param path of the image below the folders of images and results
 * @param source prompt of the image
 * @param target prompt of the edit
 * @param kind of edit, by the benchmark's numbers
 * @param mask pairs of first pixel and length
 */
record BenchCase(String id, Path image, String path, String source, String target, String kind, List<Integer> mask) {}
