package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.stream.Stream;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.attention.Witness;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.nn.Linear;

/**
 * Multi-head attention, softmax(QK^T / sqrt d) V, from the pixels to themselves (attn1) or to the prompt's tokens (attn2).
 * Where the control wants the maps of the rows that it sees, they are built, shown to it and applied as it returns them;
 * elsewhere no map exists.
 */
public final class Attention {
    private final String name;
    private final Site.Place place;
    private final boolean cross;
    private final int heads;
    private final Linear toQ;
    private final Linear toK;
    private final Linear toV;
    private final Linear toOut;

    /**
     * @param name the layer by its name in the checkpoint
     * @param dim channels of the pixels, a multiple of heads
     * @param contextDim channels of what is attended to
     */
    Attention(Weights w, String name, Site.Place place, boolean cross, int heads, long dim, long contextDim) {
        this.name = name;
        this.place = place;
        this.cross = cross;
        this.heads = heads;
        toQ = Linear.withoutBias(w.at("to_q"), dim, dim);
        toK = Linear.withoutBias(w.at("to_k"), contextDim, dim);
        toV = Linear.withoutBias(w.at("to_v"), contextDim, dim);
        toOut = new Linear(w.at("to_out").at(0), dim, dim);
    }

    /** Returns where this layer's maps arise when the pixels are those of an image of this size. */
    Site site(int height, int width) {
        return new Site(name, place, cross, height, width);
    }

    /**
     * Attends from x to the context.
     *
     * @param x [rows, height x width, dim]
     * @param attended the context, [rows, keys, contextDim]
     * @param site this layer's site at the size of x
     * @return [rows, height x width, dim]
     */
    public NDArray forward(NDArray x, NDArray attended, Site site, AttentionControl control, FeatureControl features) {
        return Temporaries.closedAfter(() -> {
            NDArray context = downsampled(attended, site, control, features);
            NDArray v = FeatureControl.hooked(toV.forward(context), name + ".to_v", features);
            Optional<Witness> witness = control.witness(site);
            Optional<NDArray> ready = control.ready(site);
            if (ready.isPresent()) {
                // The rows whose maps are known need neither queries nor keys, unless somebody looks.
                int first = control.firstRow();
                NDArray free = first == 0 ? null : fused(toQ.forward(to(x, first)), toK.forward(to(context, first)), v);
                NDArray product = below(free, Ops.applyProbs(ready.get(), from(v, first)));
                witness.ifPresent(w -> w.saw(toQ.forward(x), toK.forward(context), v, product, heads));
                return toOut.forward(product);
            }
            boolean wanted = control.wants(site);
            int rows = (int) x.getShape().get(0);
            int first = control.firstRow();
            int read = wanted ? first + control.rowsRead(site, rows - first) : rows;
            int needed = read == rows || witness.isPresent() || areRead(features) ? rows : read;
            NDArray q = FeatureControl.hooked(toQ.forward(to(x, needed)), name + ".to_q", features);
            NDArray k = FeatureControl.hooked(toK.forward(to(context, needed)), name + ".to_k", features);
            NDArray product = wanted ? product(to(q, read), to(k, read), v, site, control) : Ops.sdpa(q, k, v, heads);
            witness.ifPresent(w -> w.saw(q, k, v, product, heads));
            return toOut.forward(features.product(q, k, v, product, heads, name));
        });
    }

    /** Returns the middle pixel of each square alone (Smith et al. 2024, arXiv 2402.13573), or all where a map of them is wanted. */
    private NDArray downsampled(NDArray x, Site site, AttentionControl control, FeatureControl features) {
        int side = cross ? 1 : features.downsample(name);
        if (side == 1 || Math.min(site.height(), site.width()) < side || control.wants(site)) return x;
        long rows = x.getShape().get(0);
        long dim = x.getShape().get(2);
        return x.reshape(rows, site.height(), site.width(), dim)
                .get(":, " + side / 2 + "::" + side + ", " + side / 2 + "::" + side)
                .reshape(rows, -1, dim);
    }

    /** Returns whether nobody looks at queries, keys, values, maps or products. */
    boolean isUnseen(Site site, AttentionControl control, FeatureControl features) {
        return !control.wants(site)
                && control.witness(site).isEmpty()
                && !areRead(features)
                && !features.wants(name + ".to_v");
    }

    /** Returns whether the features of rows are read whose maps are not. */
    private boolean areRead(FeatureControl features) {
        return Stream.of(".to_q", ".to_k", FeatureControl.PRODUCT).anyMatch(end -> features.wants(name + end));
    }

    /** Maps times V, the maps of the rows that the control sees as it returns them; q and k are of the rows whose maps are built. */
    private NDArray product(NDArray q, NDArray k, NDArray v, Site site, AttentionControl control) {
        int first = control.firstRow();
        NDArray free = first == 0 ? null : fused(to(q, first), to(k, first), v);
        NDArray maps = control.apply(Ops.probs(from(q, first), from(k, first), heads), site);
        return below(free, Ops.applyProbs(maps, from(v, first)));
    }

    /** Fused attention of as many rows as q has, the first ones of v. */
    private NDArray fused(NDArray q, NDArray k, NDArray v) {
        return Ops.sdpa(q, k, to(v, (int) q.getShape().get(0)), heads);
    }

    private static NDArray to(NDArray rows, int end) {
        return end == rows.getShape().get(0) ? rows : rows.get(":" + end);
    }

    private static NDArray from(NDArray rows, int first) {
        return first == 0 ? rows : rows.get(first + ":");
    }

    private static NDArray below(NDArray above, NDArray rows) {
        return above == null ? rows : above.concat(rows);
    }
}
