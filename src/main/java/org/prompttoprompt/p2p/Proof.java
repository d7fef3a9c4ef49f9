package org.prompttoprompt.p2p;

import java.util.Set;
import java.util.TreeSet;

/**
 * Samples of what was used, compared with what should have been: a row of a map in its product with V, or a row of features.
 * Every layer is looked at when it is first edited, when it is first left alone, and now and then after that. One
 * sample that is not as planned ends the run.
 */
public final class Proof {
    /** A layer is looked at in one of so many steps. */
    private static final int EVERY = 10;

    private final Set<String> edited = new TreeSet<>();
    private final Set<String> free = new TreeSet<>();
    private int editedSamples;
    private int notToldApart;
    private int freeSamples;
    private int turn;

    Proof() {}

    /** Returns whether this layer is to be looked at. */
    boolean due(String layer, boolean isEdited, int step) {
        boolean first = !(isEdited ? edited : free).contains(layer);
        return first || step % EVERY == Math.floorMod(layer.hashCode(), EVERY);
    }

    /** Returns another number below {@code n} with each call. */
    int turn(int n) {
        return turn++ % n;
    }

    /**
     * A sample of what was edited; all are distances.
     *
     * @param off between what was used and what should have been
     * @param offOwn between what was used and what the target would have drawn by itself
     * @param apart between these two
     * @param rounding the most that rounding explains
     * @param visible from where on {@code apart} stands out from rounding: then what was used must be nearer to what it should be
     */
    record Edited(double off, double offOwn, double apart, double rounding, double visible) {
        boolean isUnlike() {
            return apart > visible;
        }

        private double most() {
            return isUnlike() ? Math.min(rounding, offOwn) : rounding;
        }
    }

    /** Takes down a sample of what was edited. */
    void edited(String layer, int step, Edited sample) {
        require(layer, step, "what was used for a target is not what its edit gives", sample.off(), sample.most());
        edited.add(layer);
        editedSamples++;
        if (!sample.isUnlike()) notToldApart++;
    }

    /**
     * Takes down a sample of what was left alone.
     *
     * @param target whether it is a target's, and not the source's or of the half without the prompt
     */
    void free(String layer, int step, double off, double tolerance, boolean target) {
        require(layer, step, "what was used where nothing is edited is not the row's own", off, tolerance);
        if (target) free.add(layer);
        freeSamples++;
    }

    /** Fails if what is off by more than rounding; also if it is no number. */
    static void require(String layer, int step, String what, double off, double tolerance) {
        if (off <= tolerance) return;
        throw new IllegalStateException("The control did not act as planned. In step " + (step + 1) + ", " + layer
                + ", " + what + ": it is off by " + (float) off + ", which may be " + (float) tolerance + " at most.");
    }

    /** Returns the layers in which something edited was looked at. */
    Set<String> editedLayers() {
        return edited;
    }

    /** Returns all layers that were looked at. */
    Set<String> layers() {
        Set<String> all = new TreeSet<>(edited);
        all.addAll(free);
        return all;
    }

    @Override
    public String toString() {
        return "Looked at as used: " + (editedSamples == 0 ? "none edited" : told()) + "; " + freeSamples
                + " left alone";
    }

    private String told() {
        return editedSamples + " edited, "
                + (notToldApart == 0
                        ? "all unlike the target's own"
                        : editedSamples - notToldApart + " unlike the target's own and " + notToldApart
                                + " not told apart from it");
    }
}
