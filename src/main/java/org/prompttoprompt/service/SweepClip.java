package org.prompttoprompt.service;

import ij.ImagePlus;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.ij.SliceScores;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.pipeline.ClipScore;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;

/**
 * Has CLIP compare the slices of a result with their source and its prompts.
 *
 * @param folder of CLIP in the layout of transformers
 */
public record SweepClip(P2PService p2p, Path folder, Progress progress) implements SliceScores {
    /**
     * @throws Refusal if the result has no recipe, whose prompts are asked for, or the folder is no CLIP model
     * @throws java.util.concurrent.CancellationException if {@code progress} stopped it
     */
    @Override
    public Map<String, List<Double>> of(ImagePlus result, List<Integer> slices, List<Integer> sources) {
        Recipe recipe = Recipe.of(result);
        EditRequest request = p2p.resolve(recipe.request());
        List<SourceImage> edited = SlicePictures.of(result, recipe, request, slices);
        if (edited.isEmpty())
            throw new Refusal("CLIP compares an image with one pair of prompts, and each selection of '"
                    + result.getTitle() + "' has words of its own. Leave clip out.");
        List<Integer> different = sources.stream().distinct().toList();
        List<SourceImage> known = SlicePictures.of(result, recipe, request, different);
        List<SourceImage> before = sources.stream()
                .map(slice -> known.get(different.indexOf(slice)))
                .toList();
        List<ClipScore> scores = p2p.clip(folder, request, before, edited, progress);
        Map<String, List<Double>> columns = new LinkedHashMap<>();
        column(columns, "CLIP source", scores, ClipScore::source);
        column(columns, "CLIP prompt", scores, ClipScore::prompt);
        column(columns, "CLIP edited prompt", scores, ClipScore::target);
        column(columns, "CLIP direction", scores, ClipScore::direction);
        return columns;
    }

    private static void column(
            Map<String, List<Double>> columns, String name, List<ClipScore> scores, ToDoubleFunction<ClipScore> value) {
        List<Double> values = IntStream.range(0, scores.size())
                .mapToObj(i -> value.applyAsDouble(scores.get(i)))
                .toList();
        if (values.stream().anyMatch(Double::isFinite)) columns.put(name, values);
    }
}
