package org.prompttoprompt.service;

import ij.ImagePlus;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.ij.SliceJudge;
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
            return p2p.judge(request, SlicePictures.of(result, recipe, request, slices), progress);
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
}
