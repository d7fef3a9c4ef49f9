package org.prompttoprompt.pipeline;

import java.util.List;

/**
 * How an image was drawn, step by step.
 *
 * @param maps where the words act in each step; of an edit and its source, over all steps
 * @param steps one for each evaluation of the network
 */
public record Film(AttentionMaps maps, List<FilmStep> steps) {}
