package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.model.GoldenLayouts;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.vae.Autoencoder;

/** A tiny autoencoder, from its folder and from its file alone, and a generation that it decodes. */
final class VaeTinyGolden implements GoldenKind {
    @Override
    public void check(GoldenCase c) {
        for (Path place : List.of(c.model(), c.model().resolve("diffusion_pytorch_model.safetensors"))) {
            Autoencoder vae = GoldenLayouts.vae(place, c.manager());
            c.close("latents", c.tensor("latents"), vae.encode(GoldenParts.image(c)), 5e-4);
            c.close("decoded", c.tensor("decoded"), vae.decode(c.tensor("latents")), 2e-4);
            c.close("decoded_wide", c.tensor("decoded_wide"), vae.decode(c.tensor("wide_latents")), 2e-4);
        }
        Path tiny = c.model().resolveSibling("tiny-sd1");
        ModelSpec spec = new ModelSpec(tiny, List.of(), List.of(), Optional.of(c.model()), "model");
        GoldenModel model = new GoldenModel(c, c.closing(StableDiffusion.open(spec, Opening.PLAIN)));
        NDArray last = model.run(List.of(), site -> false, (step, store) -> {}).last();
        c.close("plain_final_latent", c.tensor("plain_final_latent"), last, 5e-4);
        NDArray image = model.vae.decode(last).div(2).add(0.5f).clip(0, 1);
        c.close("plain_image", c.tensor("plain_image"), image, 2e-4);
    }
}
