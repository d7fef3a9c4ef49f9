package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Guidance;
import org.prompttoprompt.diffusion.StepNoise;
import org.prompttoprompt.inversion.DdimInversion;
import org.prompttoprompt.inversion.Inversion;
import org.prompttoprompt.p2p.FeatureInjection;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.unet.Context;

/**
 * Plug-and-play of an image (Tumanyan et al. 2022): the inverted source without a prompt, whose features go into both halves
 * of the target's guidance.
 */
final class PnpGolden implements GoldenKind {
    private static final double TOLERANCE = 5e-4;

    @Override
    public void check(GoldenCase c) {
        GoldenImage image = new GoldenImage(c);
        Context nothing = image.context("");
        Ddim ddim = image.ddim();
        Inversion inversion = DdimInversion.of(image.x0(), ddim, image.unet::forward, nothing);
        NDList noisy = new NDList();
        for (int i : kept(c, "noisy_latents", image.steps)) noisy.add(inversion.at(i));
        c.close("noisy_latents", c.tensor("noisy_latents"), NDArrays.concat(noisy), TOLERANCE);
        int features = (int) (c.json().get("pnp_f_t").getAsDouble() * image.steps);
        int queries = (int) (c.json().get("pnp_attn_t").getAsDouble() * image.steps);
        List<NDArray> walk = walk(image, inversion, features, queries);
        NDList kept = new NDList();
        for (int k :
                TokenizationGolden.ints(c.json().getAsJsonObject("kept_indices").get("pnp_latents"))) {
            kept.add(walk.get(k));
        }
        c.close("pnp_latents", c.tensor("pnp_latents"), NDArrays.concat(kept), TOLERANCE);
        c.close("conv_only_last", c.tensor("conv_only_last"), last(walk(image, inversion, features, 0)), TOLERANCE);
        c.close("off_last", c.tensor("off_last"), last(walk(image, inversion, 0, 0)), TOLERANCE);
    }

    private static List<Integer> kept(GoldenCase c, String name, int all) {
        return c.json().getAsJsonObject("kept_indices").has(name)
                ? TokenizationGolden.ints(
                        c.json().getAsJsonObject("kept_indices").get(name))
                : IntStream.range(0, all).boxed().toList();
    }

    private static NDArray last(List<NDArray> walk) {
        return walk.get(walk.size() - 1);
    }

    private static List<NDArray> walk(GoldenImage image, Inversion inversion, int features, int queries) {
        GoldenCase c = image.c;
        FeatureInjection injection = new FeatureInjection(
                image.unet.injectedResnet(),
                new Span(0, features),
                image.unet.decoderAttentions(),
                new Span(0, queries));
        Context context = Context.concat(
                List.of(image.context(""), image.context(c.text("negative_prompt")), image.context(c.text("prompt"))));
        double guidance = c.json().get("guidance_scale").getAsDouble();
        Ddim ddim = image.ddim();
        List<NDArray> walk = new ArrayList<>(List.of(inversion.at(0)));
        for (int i = 0; i < image.steps; i++) {
            NDArray x = last(walk);
            List<String> layers = injection.at(i);
            FeatureControl control = new FeatureControl() {
                @Override
                public boolean wants(String layer) {
                    return layers.contains(layer);
                }

                @Override
                public NDArray apply(NDArray rows, String layer) {
                    return rows.get("0:1").repeat(0, 3);
                }
            };
            NDArray output = image.unet.forward(
                    NDArrays.concat(new NDList(inversion.at(i), x, x)),
                    ddim.timesteps().get(i),
                    context,
                    AttentionControl.NONE,
                    control);
            NDArray mixed = Guidance.mix(GoldenImage.row(output, 1), GoldenImage.row(output, 2), guidance);
            walk.add(ddim.step(x, mixed, i, StepNoise.NONE));
        }
        return walk;
    }
}
