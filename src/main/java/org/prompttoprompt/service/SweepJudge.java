package org.prompttoprompt.service;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.img.array.ArrayImgs;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.canvas.Seen;
import org.prompttoprompt.ij.Origin;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.ij.Shown;
import org.prompttoprompt.ij.SliceJudge;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/**
 * Has the model of a result's recipe say how far the edit has happened ({@link P2PService#judge}). Where it cannot, as without
 * a recipe or its model, or is stopped, it says nothing and tells why.
 */
public final class SweepJudge implements SliceJudge {
    private final P2PService p2p;
    private final Progress progress;
    private String why = "";

    public SweepJudge(P2PService p2p, Progress progress) {
        this.p2p = p2p;
        this.progress = progress;
    }

    @Override
    public List<Double> of(ImagePlus result, List<Integer> slices) {
        try {
            if (Recipe.in(result).isEmpty()) return List.of();
            Recipe recipe = Recipe.of(result);
            EditRequest request = p2p.resolve(recipe.request());
            if (request.kind() == Task.REWEIGHT || request.kind() == Task.GENERATE) return List.of();
            return p2p.judge(request, pictures(result, recipe, request, slices), progress);
        } catch (Refusal | CancellationException e) {
            why = "Whether the edit has happened was not asked: "
                    + (e.getMessage() == null || e.getMessage().isBlank() ? "stopped." : e.getMessage());
            return List.of();
        }
    }

    /** Returns why nothing was said, empty if something was or nothing can be. */
    public String why() {
        return why;
    }

    private static List<SourceImage> pictures(
            ImagePlus result, Recipe recipe, EditRequest request, List<Integer> slices) {
        if (request.task().takesImage())
            return Seen.of(result, request, Origin.in(recipe).flatMap(Origin::selection), slices);
        ImagePlus shown = Shown.of(result);
        return slices.stream()
                .map(slice -> shown.getStack().getProcessor(slice).convertToRGB())
                .map(SweepJudge::picture)
                .toList();
    }

    private static SourceImage picture(ImageProcessor pixels) {
        return SourceImage.of(ArrayImgs.argbs((int[]) pixels.getPixels(), pixels.getWidth(), pixels.getHeight()));
    }
}
