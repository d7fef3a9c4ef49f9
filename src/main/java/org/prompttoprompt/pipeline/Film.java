package org.prompttoprompt.pipeline;

import java.util.List;

/**
 * How an image was drawn, step by step.
 *
 * @param maps where the words act in each step
 * @param steps as many as the maps have frames
 */
public record Film(AttentionMaps maps, List<FilmStep> steps) {}
