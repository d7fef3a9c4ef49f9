package org.prompttoprompt.batch;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.prompttoprompt.canvas.Retouch;
import org.prompttoprompt.dataset.Drawn;
import org.prompttoprompt.dataset.LabelKind;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.EditInput;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.pipeline.MapSummary;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.FrameKey;

/** Draws a unit: its source once, then sweep by sweep those of which a sample is missing. */
final class UnitRun {
    private final Unit unit;
    private final PromptToPrompt p2p;
    private final Describing describing;
    private final Predicate<String> missing;
    private final Consumer<Drawn> keep;

    /**
     * Makes a run.
     *
     * @param missing tells of an id whether its files are not there yet
     * @param keep takes what was drawn
     */
    UnitRun(Unit unit, PromptToPrompt p2p, Describing describing, Predicate<String> missing, Consumer<Drawn> keep) {
        this.unit = unit;
        this.p2p = p2p;
        this.describing = describing;
        this.missing = missing;
        this.keep = keep;
    }

    /** Returns whether a sample of a sweep is missing, or the source that it would draw besides. */
    boolean wants(Sweep sweep) {
        return unit.wantsSource(missing) || sweep.samples().stream().anyMatch(sample -> missing.test(sample.id()));
    }

    /** Forgets what was drawn before: with maps kept of an earlier, stopped walk the pixels would be rounded otherwise. */
    void begin() {
        p2p.forgetSource();
    }

    /** Draws the source of all sweeps, which the facade keeps. */
    void drawSource(EditRequest source, Progress progress) {
        whole(drawn(source, EditInput.NONE, progress));
    }

    /**
     * Draws the samples of a sweep and keeps those that are missing.
     *
     * @throws CancellationException if {@code progress} stopped it
     */
    void draw(Sweep sweep, Progress progress) {
        Sample first = sweep.samples().get(0);
        if (first.image().isPresent()) edit(sweep, first.image().get(), progress);
        else generate(sweep, progress);
    }

    /** Where the words act is asked for by labels alone: it costs half as much again. */
    private EditResult drawn(EditRequest request, EditInput input, Progress progress) {
        LabelKind labels = unit.samples().get(0).labels();
        boolean maps = labels == LabelKind.WORDS || labels == LabelKind.INSTANCES;
        if (maps) return p2p.edit(request, input, progress);
        boolean shared = unit.sweeps().size() > 1;
        return shared ? p2p.draw(request, input, progress) : p2p.run(request, input, progress);
    }

    private static EditResult whole(EditResult result) {
        if (result.cancelled()) throw new CancellationException("Stopped");
        return result;
    }

    private void generate(Sweep sweep, Progress progress) {
        EditResult result = whole(drawn(sweep.request(), EditInput.NONE, progress));
        List<FrameKey> keys = FrameKey.of(result.request());
        ColorProcessor source = null;
        int next = 0;
        for (int i = 0; i < keys.size(); i++) {
            Frame frame = result.frames().get(i);
            ColorProcessor pixels = colours(frame);
            String recipe = keys.get(i).alone(result.request()).toText()
                    + result.provenance().toText()
                    + summary(result, i).toText();
            Optional<AttentionMaps> maps = attention(result, i);
            if (frame.source()) {
                source = pixels;
                keepSource(sweep.samples().get(0), pixels, maps, recipe);
            } else {
                keepSample(sweep.samples().get(next++), pixels, source, maps, recipe, summary(result, i));
            }
        }
    }

    private static ColorProcessor colours(Frame frame) {
        int[] argb = frame.image().update(null).getCurrentStorageArray().clone();
        return new ColorProcessor(
                (int) frame.image().dimension(0), (int) frame.image().dimension(1), argb);
    }

    private static MapSummary summary(EditResult result, int frame) {
        MapSummary all = result.maps();
        return all.agreement().isEmpty()
                ? MapSummary.NONE
                : new MapSummary(List.of(all.agreement().get(frame)), all.masks());
    }

    private void edit(Sweep sweep, GivenImage given, Progress progress) {
        ImagePlus original = given.open();
        EditRequest request = sweep.request();
        Retouch retouch = Retouch.of(original, request, Optional.empty());
        ImagePlus result = retouch.run((one, input, note) -> whole(drawn(one, input, progress)))
                .orElseThrow();
        EditResult last = retouch.last();
        Recipe recipe = Recipe.of(result);
        Sample first = sweep.samples().get(0);
        ImageProcessor source = original.getProcessor();
        keepSource(first, source, attention(last, 0), "");
        for (int i = 0; i < sweep.samples().size(); i++) {
            ImageProcessor pixels = result.getStack().getProcessor(i + 2);
            MapSummary summary = summary(last, i + 1);
            String text = recipe.ofSlice(result.getStack().getSliceLabel(i + 2)).text() + summary.toText();
            keepSample(sweep.samples().get(i), pixels, source, attention(last, i + 1), text, summary);
        }
    }

    private static Optional<AttentionMaps> attention(EditResult result, int frame) {
        return result.attention().size() > frame
                ? Optional.of(result.attention().get(frame))
                : Optional.empty();
    }

    private void keepSource(Sample sample, ImageProcessor pixels, Optional<AttentionMaps> maps, String recipe) {
        if (!unit.keepsSource() || !missing.test(sample.sourceId())) return;
        keep.accept(describing.source(sample, pixels, maps, recipe));
    }

    private void keepSample(
            Sample sample,
            ImageProcessor pixels,
            ImageProcessor source,
            Optional<AttentionMaps> maps,
            String recipe,
            MapSummary summary) {
        if (!missing.test(sample.id())) return;
        keep.accept(describing.sample(sample, pixels, source, maps, recipe, summary, p2p));
    }
}
