package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.model.Conditioning;
import org.prompttoprompt.model.GoldenLayouts;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.unet.Context;

/** LoRA files merged into a model: the merged weights, what each part makes of them, a generation. */
final class LoraGolden implements GoldenKind {
    @Override
    public void check(GoldenCase c) {
        Path root = c.model().getParent().getParent();
        List<ModelSpec.LoraUse> loras = new ArrayList<>();
        if (c.json().has("file")) loras.add(new ModelSpec.LoraUse(root.resolve(c.text("file")), 1));
        else {
            for (JsonElement file : c.json().getAsJsonArray("files")) {
                JsonObject one = file.getAsJsonObject();
                loras.add(new ModelSpec.LoraUse(
                        root.resolve(one.get("file").getAsString()),
                        one.get("weight").getAsDouble()));
            }
        }
        ModelSpec spec = new ModelSpec(c.model(), loras, List.of(), Optional.empty(), "model");
        StableDiffusion model = c.closing(StableDiffusion.open(spec, Opening.PLAIN));
        for (String name : c.names("merged.")) {
            String layer = name.substring("merged.".length());
            int dot = layer.indexOf('.');
            NDArray expected = c.tensor(name);
            NDArray merged = GoldenLayouts.weights(spec, layer.substring(0, dot), Opening.PLAIN, c.manager())
                    .get(
                            layer.substring(dot + 1) + ".weight",
                            expected.getShape().getShape());
            c.close(name, expected, merged, 2e-6);
        }
        GoldenParts.check(c, model);
        if (c.has("out_t501.scale_0.6")) scaled(c, loras.get(0).file());
        for (String name : c.names("latents_g")) {
            GoldenModel golden = new GoldenModel(c, model);
            golden.guide(Double.parseDouble(name.substring("latents_g".length())));
            golden.compareLatents(name, golden.run(List.of(), site -> false, (step, store) -> {}), 1, -1, 5e-4);
        }
    }

    private static void scaled(GoldenCase c, Path file) {
        ModelSpec spec = new ModelSpec(
                c.model(), List.of(new ModelSpec.LoraUse(file, 0.6)), List.of(), Optional.empty(), "model");
        StableDiffusion model = c.closing(StableDiffusion.open(spec, Opening.PLAIN));
        Context context = model.encode(
                c.manager(),
                model.tokenizer.encode(c.json().getAsJsonArray("prompts").get(0).getAsString()),
                Conditioning.of(1, 1));
        NDArray pooled = context.added().orElseThrow().pooled();
        c.close("pooled.scale_0.6", c.tensor("pooled.scale_0.6"), pooled, 2e-5);
        Context told = new Context(context.tokens(), Optional.of(new Context.Added(pooled, c.tensor("time_ids"))));
        NDArray out = model.unet.forward(c.tensor("sample"), 501, told, AttentionControl.NONE, FeatureControl.NONE);
        c.close("out_t501.scale_0.6", c.tensor("out_t501.scale_0.6"), out, 5e-5);
    }
}
