package org.prompttoprompt.golden;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.FeatureInjection;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Variant;

/** Plug-and-play features injected beside an edit, alone, and not at all. */
final class P2pPnpGolden implements GoldenKind {
    @Override
    public void check(GoldenCase c) {
        GoldenModel model = new GoldenModel(c);
        List<String> attentions = c.json().getAsJsonArray("attn_modules").asList().stream()
                .map(JsonElement::getAsString)
                .map(name -> name.replace(".processor", ""))
                .toList();
        c.equal("layers whose queries are injected", attentions, model.unet.decoderAttentions());
        FeatureInjection injection = new FeatureInjection(
                model.unet.injectedResnet(),
                first(c, "conv_injection_steps"),
                attentions,
                first(c, "qk_injection_steps"));
        GoldenEdit edit = new GoldenEdit(c.json().getAsJsonObject("edit"), model.prompts, model.steps);
        GoldenModel.Trajectory both = model.run(edit.variants(Optional.of(injection)), s -> false, (step, store) -> {});
        model.compareLatents("p2p_pnp_latents", both, 1, 0, P2pGolden.TOLERANCE);
        model.compareImages(both.last().get("1:"));
        GoldenModel.Trajectory edited = model.run(edit.variants(Optional.empty()), s -> false, (step, store) -> {});
        c.close("p2p_only_last", c.tensor("p2p_only_last"), edited.last().get("1:"), P2pGolden.TOLERANCE);
        Variant alone = new Variant(0, Edit.NONE, Edit.NONE, 0, Optional.of(injection), Optional.empty());
        GoldenModel.Trajectory injected = model.run(List.of(alone), s -> false, (step, store) -> {});
        c.close("pnp_only_last", c.tensor("pnp_only_last"), injected.last().get("1:"), P2pGolden.TOLERANCE);
    }

    private static Span first(GoldenCase c, String key) {
        return new Span(0, c.json().get(key).getAsInt());
    }
}
