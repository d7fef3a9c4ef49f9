package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Supplier;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.sweep.Pace;
import org.prompttoprompt.sweep.SourcePath;

/** The last source that an editing session drew, so that its next edit need not draw it again. On the engine's thread. */
public final class KeptSource implements AutoCloseable {
    /** What the kept maps may take of the memory that is free. */
    private static final int SHARE_OF_FREE_MEMORY = 8;

    private String recipe = "";
    private SourcePath path;
    private ArrayImg<ARGBType, IntArray> image;

    /** Returns the walk of this job's source: the one kept, or an empty one to be filled. Jobs of several seeds have none. */
    SourcePath of(Job job, Pace pace, StableDiffusion model) {
        if (job.settings().seeds().size() > 1) return SourcePath.unkept();
        String source = recipe(job, pace);
        if (path != null && source.equals(recipe)) return path;
        close();
        path = SourcePath.kept(
                model.newManager(),
                job.plan().steps().size(),
                job.sites(),
                selfPixels(job, model),
                FreeMemory.here() / SHARE_OF_FREE_MEMORY);
        recipe = source;
        return path;
    }

    /**
     * Returns the walk of an image that is edited: the one kept, or one that keeps the maps of the next run.
     *
     * @param key the same for the same image, prompt and way in
     * @param latents of the image after each evaluation
     */
    SourcePath ofImage(String key, List<NDArray> latents, Job job, StableDiffusion model) {
        if (path != null && key.equals(recipe)) return path;
        close();
        path = SourcePath.recorded(
                model.newManager(),
                job.sites(),
                latents,
                selfPixels(job, model),
                FreeMemory.here() / SHARE_OF_FREE_MEMORY);
        recipe = key;
        return path;
    }

    /** Returns the kept walk of this job's source, if it is the one that was drawn last; nothing is kept for a next run. */
    SourcePath ifDrawn(Job job, Pace pace) {
        boolean same = path != null
                && path.complete()
                && job.settings().seeds().size() == 1
                && recipe(job, pace).equals(recipe);
        return same ? path : SourcePath.unkept();
    }

    /** Returns the image at the end of a kept walk, decoded once; any other is decoded now. */
    ArrayImg<ARGBType, IntArray> image(SourcePath walked, Supplier<ArrayImg<ARGBType, IntArray>> decoder) {
        if (walked != path || path == null) return decoder.get();
        if (image == null) image = decoder.get();
        int[] copy = image.update(null).getCurrentStorageArray().clone();
        return ArrayImgs.argbs(copy, image.dimensionsAsLongArray());
    }

    /** What leaves something out of the network draws another source, as its edit says where. */
    private static String recipe(Job job, Pace pace) {
        return job.request().ofSource().toText() + (pace.exact() ? "" : pace);
    }

    /** As many queries as a default edit replaces self-attention at. */
    private static int selfPixels(Job job, StableDiffusion model) {
        int side = model.facts.selfResolution(job.request());
        return side * side;
    }

    @Override
    public void close() {
        if (path != null) path.close();
        path = null;
        image = null;
        recipe = "";
    }
}
