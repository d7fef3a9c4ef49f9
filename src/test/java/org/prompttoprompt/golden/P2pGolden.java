package org.prompttoprompt.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.p2p.LocalBlend;
import org.prompttoprompt.p2p.RegionMaps;
import org.prompttoprompt.p2p.Variant;

/** Prompt-to-prompt edits: word swaps, phrases, weights, their compositions, windows and local blends. */
final class P2pGolden implements GoldenKind {
    /** Single precision itself makes 3e-5. */
    static final double TOLERANCE = 1e-4;

    private static final double MASK_SHARE = 0.005;

    @Override
    public void check(GoldenCase c) {
        GoldenModel model = new GoldenModel(c);
        List<Variant> variants =
                GoldenEdit.of(c.json(), model.prompts, model.steps).variants(Optional.empty());
        List<Site> sites = model.unet.sites(model.height, model.width);
        boolean blends = variants.get(0).blend().isPresent();
        RegionMaps maps = blends ? RegionMaps.of(sites) : RegionMaps.NONE;
        List<NDArray> masks = new ArrayList<>();
        GoldenModel.Trajectory t = model.run(variants, maps::reads, (step, store) -> {
            if (!blends) return;
            LocalBlend blend = (LocalBlend) variants.get(0).blend().get();
            NDArray ones = c.manager().ones(new ai.djl.ndarray.types.Shape(1, 1, model.height, model.width));
            masks.add(
                    blend.actsAt(step)
                            ? blend.mask().of(store.sums(), 1, ones).toType(ones.getDataType(), false)
                            : ones);
        });
        model.compareLatents("latents", t, variants.size(), 0, TOLERANCE);
        if (c.has("masks")) compareMasks(c, masks);
        model.compareImages(t.last().get("1:"));
        try (RequestGolden asked = new RequestGolden(c, model)) {
            asked.edits();
        }
    }

    private static void compareMasks(GoldenCase c, List<NDArray> masks) {
        NDArray actual = NDArrays.concat(new NDList(masks));
        NDArray expected = c.tensor("masks").toType(actual.getDataType(), false);
        float share = expected.sub(actual).abs().mean().getFloat();
        c.note("masks", share);
        assertTrue(share <= MASK_SHARE, "masks differ at " + 100 * share + " % of the pixels");
    }
}
