package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonElement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.model.Conditioning;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.text.Tokens;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.vae.AutoencoderKL;

/** What each part of a loaded model makes, as far as a case has it: text, one call of the network, images, a generation. */
final class GoldenParts {
    private GoldenParts() {}

    static void check(GoldenCase c, StableDiffusion model) {
        GoldenModel golden = new GoldenModel(c, model);
        List<Tokens> texts = c.json().has("text_rows")
                ? c.json().getAsJsonArray("text_rows").asList().stream()
                        .map(JsonElement::getAsString)
                        .map(model.tokenizer::encode)
                        .toList()
                : golden.prompts;
        if (c.has("input_ids")) {
            c.equal(
                    "input_ids",
                    Arrays.stream(c.tensor("input_ids").toLongArray()).boxed().toList(),
                    texts.stream()
                            .flatMap(p -> p.ids().stream())
                            .map(Integer::longValue)
                            .toList());
        }
        NDArray encoded = null;
        if (c.has("text")) {
            encoded = model.text.forward(c.manager(), texts);
            c.close("text", c.tensor("text"), encoded, 2e-5);
        }
        if (c.has("unet_out")) {
            NDArray context = encoded.get("1:2");
            double t = c.json().get("unet_timestep").getAsDouble();
            NDArray out =
                    model.unet.forward(c.tensor("unet_sample"), t, context, AttentionControl.NONE, FeatureControl.NONE);
            c.close("unet_out", c.tensor("unet_out"), out, 5e-5);
        }
        if (c.has("vae_mean")) {
            NDArray mean = ((AutoencoderKL) model.vae).encodeMoments(image(c)).get(0);
            c.close("vae_mean", c.tensor("vae_mean"), mean, 5e-5);
        }
        if (c.has("vae_decoded")) {
            double scale = c.json().get("scaling_factor").getAsDouble();
            NDArray decoded = model.vae.decode(c.tensor("vae_mean").mul(scale));
            c.close("vae_decoded", c.tensor("vae_decoded"), decoded, 2e-4);
        }
        if (c.has("prompt_embeds")) xl(c, model, golden);
        if (c.has("latents")) {
            GoldenModel.Trajectory t = golden.run(List.of(), site -> false, (step, store) -> {});
            golden.compareLatents("latents", t, 1, -1, 5e-4);
        }
    }

    private static void xl(GoldenCase c, StableDiffusion model, GoldenModel golden) {
        Context context = model.encode(c.manager(), golden.prompts.get(0), Conditioning.of(1, 1));
        NDArray pooled = context.added().orElseThrow().pooled();
        c.close("prompt_embeds", c.tensor("prompt_embeds"), context.tokens(), 2e-5);
        c.close("pooled", c.tensor("pooled"), pooled, 2e-5);
        Context told = new Context(context.tokens(), Optional.of(new Context.Added(pooled, c.tensor("time_ids"))));
        NDArray out = model.unet.forward(c.tensor("sample"), 501, told, AttentionControl.NONE, FeatureControl.NONE);
        c.close("out_t501", c.tensor("out_t501"), out, 5e-5);
        if (!c.has("latents_last")) return;
        NDArray last = golden.run(List.of(), site -> false, (step, store) -> {}).last();
        c.close("latents_last", c.tensor("latents_last"), last, 5e-4);
        if (c.has("image_u8")) golden.compareImages(last);
    }

    /** The case's picture, [height, width, 3] of bytes, as [1, 3, height, width] in [-1, 1]. */
    static NDArray image(GoldenCase c) {
        return c.tensor("image_u8")
                .toType(DataType.FLOAT32, true)
                .div(127.5f)
                .sub(1)
                .transpose(2, 0, 1)
                .expandDims(0);
    }
}
