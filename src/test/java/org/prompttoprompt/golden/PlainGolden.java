package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.Variant;

/** Generation without an edit: the source, and targets that are left alone. */
final class PlainGolden implements GoldenKind {
    @Override
    public void check(GoldenCase c) {
        GoldenModel model = new GoldenModel(c);
        List<Variant> targets = IntStream.range(0, model.prompts.size() - 1)
                .mapToObj(i -> new Variant(i, Edit.NONE, Edit.NONE, 0, Optional.empty(), Optional.empty()))
                .toList();
        GoldenModel.Trajectory t = model.run(targets, site -> false, (step, store) -> {});
        int n = targets.size() + 1;
        model.compareLatents("latents", t, n, -1, P2pGolden.TOLERANCE);
        List<NDArray> rows = new ArrayList<>();
        for (int b = 0; b < n; b++) rows.add(t.at(t.latents().size() - 1, b - 1));
        model.compareImages(NDArrays.concat(new NDList(rows)));
        try (RequestGolden asked = new RequestGolden(c, model)) {
            asked.generations();
        }
    }
}
