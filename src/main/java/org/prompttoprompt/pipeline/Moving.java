package org.prompttoprompt.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.Displacement;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.MoveValues;
import org.prompttoprompt.request.Option;

/**
 * What moves in the run of a request.
 *
 * @param by where the object is and goes to
 * @param rows that finding it took
 */
record Moving(Displacement by, long rows) {
    /** Finds the object, drawing the source first where no image is given; empty where nothing moves. */
    static Optional<Moving> of(
            Job job, StableDiffusion model, KeptSource kept, KeptInversions inversions, Progress progress) {
        Optional<MoveValues> move = job.settings().move();
        if (move.isEmpty()) return Optional.empty();
        long rows = move.get().object().isEmpty() ? 0 : ImageAttention.rowsOfFine(new Probe(model, progress));
        SourceImage picture;
        if (job.input().image().isPresent()) picture = job.input().image().get();
        else {
            EditRequest source = job.request().ofSource();
            EditResult drawn = new Run(
                            Job.of(source, model), model, kept, inversions, Wanted.IMAGES_OF_A_SOURCE, progress)
                    .result();
            if (drawn.cancelled()) throw new CancellationException("Stopped");
            rows += drawn.cost().rows();
            picture = SourceImage.of(drawn.frames().get(0).image());
        }
        return Optional.of(new Moving(new MovedObject(move.get(), picture).in(job.settings(), model, progress), rows));
    }

    /** Returns the result with its edited images as their source is outside of both places, where nothing else was to change. */
    EditResult kept(EditResult result) {
        boolean elsewhere = !result.request().get(Option.BLEND).isBlank();
        EditResult told = result.plus(rows, "to find the object that moves");
        if (elsewhere) return told;
        ImageMask places = by.places();
        List<Frame> frames = new ArrayList<>();
        ArrayImg<ARGBType, IntArray> source = null;
        for (Frame frame : result.frames()) {
            if (frame.source()) source = frame.image();
            frames.add(
                    frame.source() || source == null
                            ? frame
                            : new Frame(frame.label(), frame.values(), false, inside(places, source, frame.image())));
        }
        return told.withImages(frames);
    }

    /** Returns the edited picture inside of a mask and the source's outside; between them over half a pixel of the mask. */
    private static ArrayImg<ARGBType, IntArray> inside(
            ImageMask mask, ArrayImg<ARGBType, IntArray> source, ArrayImg<ARGBType, IntArray> edited) {
        int[] from = source.update(null).getCurrentStorageArray();
        int[] to = edited.update(null).getCurrentStorageArray().clone();
        int width = (int) edited.dimension(0);
        int height = (int) edited.dimension(1);
        for (int i = 0; i < to.length; i++) {
            double share = mask.between((i / width + 0.5) / height, (i % width + 0.5) / width);
            double weight = Math.max(0, 2 * share - 1);
            int mixed = 0xff << 24;
            for (int shift = 0; shift <= 16; shift += 8) {
                int a = from[i] >> shift & 255;
                mixed |= (int) Math.round(a + weight * ((to[i] >> shift & 255) - a)) << shift;
            }
            to[i] = mixed;
        }
        return ArrayImgs.argbs(to, width, height);
    }
}
