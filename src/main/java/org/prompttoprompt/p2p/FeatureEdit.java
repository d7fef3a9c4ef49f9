package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.stream.IntStream;
import org.prompttoprompt.attention.FeatureControl;

/**
 * Injects features at one step: in each half of the guidance, [source, target 1, ..., target n], those of its own source.
 *
 * @param targets what is done to each target row
 * @param step the step, 0 the noisiest
 * @param tally counts what was injected
 */
record FeatureEdit(List<Variant> targets, int step, Tally tally) implements FeatureControl {
    @Override
    public boolean wants(String layer) {
        return targets.stream().anyMatch(v -> v.features(step).contains(layer));
    }

    @Override
    public NDArray apply(NDArray features, String layer) {
        int half = targets.size() + 1;
        NDList rows = new NDList();
        for (int row = 0; row < features.getShape().get(0); row++) {
            int target = row % half;
            boolean injected =
                    target > 0 && targets.get(target - 1).features(step).contains(layer);
            rows.add(features.get(injected ? row - target + from(target, layer) : row));
            if (injected) tally.replaced(layer);
        }
        return NDArrays.stack(rows);
    }

    /** In each half of the guidance the targets that share attention look at their own source. */
    @Override
    public NDArray product(NDArray q, NDArray k, NDArray v, NDArray product, int heads, String layer) {
        String name = layer + FeatureControl.PRODUCT;
        if (!wants(name)) return product;
        int half = targets.size() + 1;
        boolean due = tally.proof().due(name, true, step);
        NDList rows = new NDList();
        for (int row = 0; row < product.getShape().get(0); row++) {
            int target = row % half;
            if (target == 0 || !targets.get(target - 1).features(step).contains(name)) {
                rows.add(product.get(row));
                continue;
            }
            SharedAttention.Operands shared = SharedAttention.operands(q, k, v, row - target, row);
            NDArray used = shared.product(heads).get(0);
            rows.add(used);
            tally.replaced(name);
            if (due) prove(shared, used, product.get(row), heads, name);
        }
        return NDArrays.stack(rows);
    }

    /** Computes one pixel by its map, in other operations than the layer, so that rounding may explain as much as it ever does. */
    private void prove(SharedAttention.Operands shared, NDArray used, NDArray own, int heads, String name) {
        int p = tally.proof().turn((int) used.getShape().get(0));
        AttentionPixel pixel = new AttentionPixel(shared.q(), shared.k(), shared.v(), used.expandDims(0), heads, p);
        NDArray expected = pixel.times(pixel.freeMap(0), 0);
        double rounding = pixel.rounding(expected, 0, pixel.score(0));
        NDArray free = own.get(p);
        NDArray made = expected.get(0).get(0);
        Proof.Edited sample = new Proof.Edited(
                pixel.off(expected, 0),
                AttentionPixel.distance(used.get(p), free),
                AttentionPixel.distance(made, free),
                rounding,
                rounding);
        tally.proof().edited(name, step, sample);
    }

    private int from(int target, String layer) {
        return targets.get(target - 1).injection().orElseThrow().from(layer, step, target);
    }

    /** Looks at one target in each half: what is used must be, to the bit, what the layer built for the source. */
    @Override
    public void used(NDArray built, NDArray used, String layer) {
        if (!wants(layer) || !tally.proof().due(layer, true, step)) return;
        int[] injected = IntStream.range(0, targets.size())
                .filter(i -> targets.get(i).features(step).contains(layer))
                .toArray();
        int target = 1 + injected[tally.proof().turn(injected.length)];
        int half = targets.size() + 1;
        for (int source = 0; source < built.getShape().get(0); source += half) {
            NDArray expected = built.get(source + from(target, layer));
            NDArray was = used.get(source + target);
            NDArray own = built.get(source + target);
            double off = AttentionPixel.distance(was, expected);
            double apart = AttentionPixel.distance(expected, own);
            tally.proof().edited(layer, step, new Proof.Edited(off, AttentionPixel.distance(was, own), apart, 0, 0));
            double ofSource = AttentionPixel.distance(used.get(source), built.get(source));
            tally.proof().free(layer, step, ofSource, 0, false);
        }
    }
}
