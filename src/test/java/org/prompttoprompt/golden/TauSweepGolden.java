package org.prompttoprompt.golden;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.SelfReplace;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.text.Alignment;

/** A sweep over tau in one planned run, against single runs of the published code. */
final class TauSweepGolden implements GoldenKind {
    @Override
    public void check(GoldenCase c) {
        GoldenModel model = new GoldenModel(c);
        Alignment a = Alignment.swap(model.prompts.get(0), model.prompts.get(1), Alignment.Mode.REFERENCE);
        PublishedWindow self = PublishedWindow.of(c.json().get("self_replace_steps"));
        List<Variant> variants = new ArrayList<>();
        for (JsonElement tau : c.json().getAsJsonArray("cross_replace_steps")) {
            variants.add(new Variant(
                    0,
                    new During(PublishedWindow.of(tau).cross(model.steps), new Replace(a)),
                    new During(self.self(model.steps), new SelfReplace()),
                    256,
                    Optional.empty(),
                    Optional.empty()));
        }
        GoldenModel.Trajectory t = model.run(variants, site -> false, (step, store) -> {});
        c.close("latents_last", c.tensor("latents_last"), t.last().get("1:"), P2pGolden.TOLERANCE);
    }
}
