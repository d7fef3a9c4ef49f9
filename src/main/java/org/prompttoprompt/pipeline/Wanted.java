package org.prompttoprompt.pipeline;

import java.util.Optional;
import org.prompttoprompt.Refusal;

/**
 * What a run shall return or keep besides its images.
 *
 * @param maps which attention maps it returns
 * @param components how many main patterns of the self-attention it returns besides, 0 to 16
 * @param source whether the source's walk is kept for the next run of the same source
 * @param camera films the walk, if one does
 */
record Wanted(Maps maps, int components, boolean source, Optional<FilmCamera> camera) {
    /** The images alone. */
    static final Wanted IMAGES = new Wanted(Maps.NONE, 0, false);

    /** For a session of edits: the averaged maps of each image, and the source kept. */
    static final Wanted SESSION = new Wanted(Maps.AVERAGE, 0, true);

    /** The images alone, and the source kept for the next ones of it. */
    static final Wanted IMAGES_OF_A_SOURCE = new Wanted(Maps.NONE, 0, true);

    static final int MOST_COMPONENTS = 16;

    Wanted(Maps maps, int components, boolean source) {
        this(maps, components, source, Optional.empty());
    }

    /** Returns whether the source must be drawn in this run, even where its walk is known. */
    boolean drawsAnew() {
        return this == IMAGES || camera.isPresent();
    }

    /** Returns whether each step's maps are looked at, and not their sums alone. */
    boolean eachStep() {
        return maps == Maps.EACH_STEP || components > 0 || camera.isPresent();
    }

    /** Attention maps of the words. */
    enum Maps {
        NONE,
        /** One map per word, averaged over the steps. */
        AVERAGE,
        /** One map per word and pixel of the image: the average, spread by self-attention and drawn along the image's edges. */
        FINE,
        /** A map per word and step; of images without an edit only, as edits read the sums over the steps. */
        EACH_STEP
    }

    Wanted {
        if (components < 0 || components > MOST_COMPONENTS) {
            throw new Refusal("components=" + components + ": give a whole number from 0 to " + MOST_COMPONENTS + ".");
        }
    }
}
