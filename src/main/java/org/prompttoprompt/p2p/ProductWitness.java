package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.stream.IntStream;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.attention.Witness;
import org.prompttoprompt.engine.Ops;

/**
 * Recomputes one pixel of a layer from its queries, keys and values, all heads, and compares it with what the layer made: for
 * an edited target M̂·V, with M̂ made here of M and M*; for a target that is left alone, the source and the half of the
 * guidance without the prompt, their own map times V. Nothing of what the control handed to the network is read.
 */
record ProductWitness(EditControl control, Site site, Proof proof) implements Witness {
    @Override
    public void saw(NDArray q, NDArray k, NDArray v, NDArray product, int heads) {
        int p = Math.floorMod(31 * site.name().hashCode() + 17 * control.step(), site.pixels());
        Pixel pixel = new Pixel(q, k, v, product, heads, p);
        int first = control.firstRow();
        if (first > 0) free(pixel, proof.turn(first), false);
        if (control.sourceRow()) {
            free(pixel, first, control.targets().isEmpty());
            kept(pixel, first);
            shown(pixel, 0, pixel.freeMap(first));
        }
        target(pixel, true);
        target(pixel, false);
    }

    private void free(Pixel pixel, int row, boolean target) {
        NDArray expected = pixel.times(pixel.freeMap(row), row);
        proof.free(site.name(), control.step(), pixel.off(expected, row), pixel.tolerance(expected, row), target);
    }

    /** What is kept for the next edit is the source's map. */
    private void kept(Pixel pixel, int row) {
        control.kept().find(site, control.step()).ifPresent(map -> {
            double off = distance(pixel.of(map), pixel.freeMap(row));
            Proof.require(
                    site.name(), control.step(), "the map that is kept is not the source's", off, pixel.mapTolerance());
        });
    }

    /** What is shown, blended by and measured is what was used: the map that was just added to the store. */
    private void shown(Pixel pixel, int storedRow, NDArray used) {
        control.store().justAdded(site).ifPresent(added -> {
            NDArray stored = pixel.of(added.get(storedRow));
            NDArray expected = stored.getShape().get(0) == 1 ? used.mean(new int[] {0}, true) : used;
            String what = "the map that is kept to be shown is not the one that was used";
            Proof.require(site.name(), control.step(), what, distance(stored, expected), pixel.mapTolerance());
        });
    }

    /** Looks at one of the targets that are edited here, or of those that are not. */
    private void target(Pixel pixel, boolean edited) {
        List<Variant> targets = control.targets();
        int[] chosen = IntStream.range(0, targets.size())
                .filter(i -> (targets.get(i).edit(site, control.step()) != Edit.NONE) == edited)
                .toArray();
        if (chosen.length == 0) return;
        int target = chosen[proof.turn(chosen.length)];
        int row = control.firstRow() + (control.sourceRow() ? 1 : 0) + target;
        if (!edited) {
            free(pixel, row, true);
            shown(pixel, target + 1, pixel.freeMap(row));
            return;
        }
        Edit edit = targets.get(target).edit(site, control.step());
        NDArray free = pixel.freeMap(row);
        NDArray mHat = edit.readsOtherPixels()
                ? pixel.of(edit.apply(source(pixel.all()), pixel.all().freeMap(row)))
                : edit.apply(source(pixel), free);
        shown(pixel, target + 1, mHat);
        NDArray expected = pixel.times(mHat, row);
        proof.edited(
                site.name(),
                control.step(),
                pixel.off(expected, row),
                pixel.tolerance(expected, row),
                distance(expected, pixel.times(free, row)));
    }

    /** Returns the source's map at the pixels that are looked at. */
    private NDArray source(Pixel pixel) {
        return control.sourceRow()
                ? pixel.freeMap(control.firstRow())
                : pixel.of(control.kept().get(site, control.step()));
    }

    static double distance(NDArray a, NDArray b) {
        return a.sub(b).abs().max().toType(DataType.FLOAT32, false).getFloat();
    }

    /** One pixel of every row, or all of them where p is negative. */
    private record Pixel(NDArray q, NDArray k, NDArray v, NDArray product, int heads, int p) {
        Pixel all() {
            return new Pixel(q, k, v, product, heads, -1);
        }

        /** Returns the row's own map, [heads, 1, keys]. */
        NDArray freeMap(int row) {
            return Ops.probs(at(q, row), whole(k, row), heads).get(0);
        }

        /** Returns this pixel of a map [heads, pixels, keys]. */
        NDArray of(NDArray map) {
            return p < 0 ? map : map.get(":, " + p + ":" + (p + 1));
        }

        /** Returns a map [heads, 1, keys] times the row's V, [1, 1, channels]. */
        NDArray times(NDArray map, int row) {
            return Ops.applyProbs(map.expandDims(0), whole(v, row));
        }

        double off(NDArray expected, int row) {
            return distance(expected, at(product, row));
        }

        /** What rounding explains, in single precision or in a half one. */
        double tolerance(NDArray expected, int row) {
            double largest = largest(expected) + largest(whole(v, row));
            return mapTolerance() * largest;
        }

        /** Likewise of attention, which is 0 to 1. */
        double mapTolerance() {
            return v.getDataType() == DataType.FLOAT32 ? 1e-4 : 0.05;
        }

        private static double largest(NDArray x) {
            return x.abs().max().toType(DataType.FLOAT32, false).getFloat();
        }

        private NDArray at(NDArray rows, int row) {
            return p < 0 ? whole(rows, row) : rows.get(row + ":" + (row + 1) + ", " + p + ":" + (p + 1));
        }

        private static NDArray whole(NDArray rows, int row) {
            return rows.get(row + ":" + (row + 1));
        }
    }
}
