package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.attention.Witness;

/**
 * Recomputes one pixel of a layer from its queries, keys and values, all heads, and compares it with what the layer made: for
 * an edited target M̂·V, with M̂ made here of M and M*; for a target that is left alone, the source and the half of the
 * guidance without the prompt, their own map times V. Nothing of what the control handed to the network is read.
 */
record ProductWitness(EditControl control, Site site, Proof proof) implements Witness {
    @Override
    public void saw(NDArray q, NDArray k, NDArray v, NDArray product, int heads) {
        int p = Math.floorMod(31 * site.name().hashCode() + 17 * control.step(), site.pixels());
        AttentionPixel pixel = new AttentionPixel(q, k, v, product, heads, p);
        int first = control.firstRow();
        if (first > 0) free(pixel, proof.turn(first), false);
        if (control.sourceRow()) {
            free(pixel, first, control.targets().isEmpty());
            kept(pixel, first);
            shown(pixel, 0, pixel.freeMap(first), first);
        }
        target(pixel, true);
        target(pixel, false);
    }

    private void free(AttentionPixel pixel, int row, boolean target) {
        NDArray expected = pixel.times(pixel.freeMap(row), row);
        double rounding = pixel.rounding(expected, row, pixel.score(row));
        proof.free(site.name(), control.step(), pixel.off(expected, row), rounding, target);
    }

    /** What is kept for the next edit is the source's map. */
    private void kept(AttentionPixel pixel, int row) {
        control.kept().find(site, control.step()).ifPresent(map -> {
            requireMap(pixel.of(map), pixel.freeMap(row), pixel, row, "the map that is kept is not the source's");
        });
    }

    /** What is shown, blended by and measured is what was used: the map that was just added to the store. */
    private void shown(AttentionPixel pixel, int storedRow, NDArray used, int row) {
        control.store().justAdded(site).ifPresent(added -> {
            NDArray stored = pixel.of(added.get(storedRow));
            NDArray expected = stored.getShape().get(0) == 1 ? used.mean(new int[] {0}, true) : used;
            String what = "the map that is kept to be shown is not the one that was used";
            requireMap(stored, expected, pixel, row, what);
        });
    }

    private void requireMap(NDArray map, NDArray expected, AttentionPixel pixel, int row, String what) {
        double rounding = pixel.rounding().explains(score(pixel, row)) * AttentionPixel.norm(expected);
        Proof.require(site.name(), control.step(), what, AttentionPixel.distance(map, expected), rounding);
    }

    /** Returns the largest score of a row and, where it is there, of the source, whose map may be in the row's. */
    private double score(AttentionPixel pixel, int row) {
        double own = pixel.score(row);
        return control.sourceRow() ? Math.max(own, pixel.score(control.firstRow())) : own;
    }

    /** Looks at one of the targets that are edited here, or of those that are not. */
    private void target(AttentionPixel pixel, boolean edited) {
        List<Variant> targets = control.targets();
        int[] chosen = IntStream.range(0, targets.size())
                .filter(i -> (targets.get(i).edit(site, control.step()) != Edit.NONE) == edited)
                .toArray();
        if (chosen.length == 0) return;
        int target = chosen[proof.turn(chosen.length)];
        int row = control.firstRow() + (control.sourceRow() ? 1 : 0) + target;
        if (!edited) {
            free(pixel, row, true);
            shown(pixel, target + 1, pixel.freeMap(row), row);
            return;
        }
        Edit edit = targets.get(target).edit(site, control.step());
        NDArray free = pixel.freeMap(row);
        NDArray mHat = edit.readsOtherPixels()
                ? pixel.of(edit.apply(source(pixel.all()), pixel.all().freeMap(row)))
                : edit.apply(source(pixel), free);
        shown(pixel, target + 1, mHat, row);
        boolean all = edit.readsOtherPixels();
        proof.edited(site.name(), control.step(), pixel.edited(mHat, free, row, score(all ? pixel.all() : pixel, row)));
    }

    /** Returns the source's map at the pixels that are looked at. */
    private NDArray source(AttentionPixel pixel) {
        return control.sourceRow()
                ? pixel.freeMap(control.firstRow())
                : pixel.of(control.kept().get(site, control.step()));
    }
}
