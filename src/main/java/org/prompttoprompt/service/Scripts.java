package org.prompttoprompt.service;

import ij.ImagePlus;
import java.nio.file.Path;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.canvas.Retouch;
import org.prompttoprompt.ij.Movie;
import org.prompttoprompt.ij.SliceScores;
import org.prompttoprompt.ij.Stacks;
import org.prompttoprompt.ij.SweepTable;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Interpolation;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.InterpolationRequest;

/** What {@link P2PService} gives to scripts and may not name itself: images and tables of ImageJ. */
final class Scripts {
    private Scripts() {}

    /** Returns an {@link ImagePlus}. */
    static Object stack(EditResult result) {
        return Stacks.of(result);
    }

    /** Returns an {@link ImagePlus}. */
    static Object film(P2PService p2p, InterpolationRequest asked) {
        Interpolation film =
                p2p.lend(asked.edit(), Progress.NONE, facade -> Interpolation.of(facade, asked, Progress.NONE));
        return Movie.of(film, asked.rate());
    }

    /**
     * Returns an {@link ImagePlus}.
     *
     * @param mask null for none
     * @throws Refusal if {@code image} is no {@link ImagePlus}, or cannot be edited so
     */
    static Object edited(P2PService p2p, Object image, Object mask, EditRequest request) {
        Retouch retouch = Retouch.of(
                image("editImage", image),
                p2p.resolve(request),
                Optional.ofNullable(mask).map(one -> image("the mask of editImage", one)));
        return retouch.run((one, input, note) -> p2p.run(one, input, Progress.NONE))
                .orElseThrow();
    }

    private static ImagePlus image(String method, Object image) {
        if (image instanceof ImagePlus one) return one;
        throw new Refusal(method + " needs an image of ImageJ, such as IJ.getImage() returns, not " + image + ".");
    }

    /**
     * Returns an {@link ij.measure.ResultsTable}.
     *
     * @param clip folder of a CLIP model, null for none
     * @throws Refusal if {@code result} is no {@link ImagePlus} of an edit, or there is no such model
     */
    static Object metrics(P2PService p2p, Object result, String clip) {
        SliceScores scores = clip == null ? SliceScores.NONE : new SweepClip(p2p, Path.of(clip), Progress.NONE);
        if (result instanceof ImagePlus image)
            return new SweepTable(image, new SweepJudge(p2p, Progress.NONE), scores).table();
        throw new Refusal("metrics needs an image of ImageJ, such as wordSwap returns, not " + result + ".");
    }
}
