package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.diffusion.StepNoise;
import org.prompttoprompt.inversion.WalkRule;
import org.prompttoprompt.inversion.WayIn;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.p2p.LocalBlend;
import org.prompttoprompt.p2p.Variant;

/** Masked generation with an ordinary model: outside of the mask the latents are those of the noised image, at every step. */
final class InpaintGolden implements GoldenKind {
    private static final double TOLERANCE = 5e-4;

    @Override
    public void check(GoldenCase c) {
        if (c.json().get("unet_in_channels").getAsInt() == 9) {
            FillGolden.check(c);
            return;
        }
        GoldenImage image = new GoldenImage(c);
        NDArray x0 = Img2ImgGolden.sampled(image, c.tensor("vae_noise_image"));
        if (c.has("image_latents")) c.close("image_latents", c.tensor("image_latents"), x0, TOLERANCE);
        NDArray noise = c.tensor("noise");
        List<String> order = c.json().getAsJsonArray("mask_order").asList().stream()
                .map(JsonElement::getAsString)
                .toList();
        String prompt = c.json().getAsJsonArray("prompts").get(0).getAsString();
        NDList last = new NDList();
        for (JsonElement element : c.json().getAsJsonArray("runs")) {
            JsonObject run = element.getAsJsonObject();
            double strength = run.get("strength").getAsDouble();
            Ddim ddim = image.ddim();
            int first = image.steps - (int) (image.steps * strength);
            NDArray begin = strength == 1 ? noise.duplicate() : ddim.noised(x0, noise, first);
            List<NDArray> known = new ArrayList<>();
            for (int i = 1; i < image.steps; i++) known.add(ddim.noised(x0, noise, i));
            known.add(x0);
            NDArray mask =
                    c.tensor("mask_latents").get(order.indexOf(run.get("mask").getAsString()));
            int side = (int) mask.getShape().get(1);
            LocalBlend blend = new LocalBlend(ImageMask.of(mask.toFloatArray(), side), 0);
            Variant variant = new Variant(0, Edit.NONE, Edit.NONE, 0, Optional.empty(), Optional.of(blend));
            WayIn way = new WayIn(new Start(begin, first, StepNoise.NONE), known, ddim, WalkRule.PLAIN);
            List<NDArray> walk = image.walk(
                    way,
                    List.of(variant),
                    c.text("negative_prompt"),
                    "",
                    prompt,
                    c.json().get("guidance_scale").getAsDouble());
            last.add(GoldenImage.row(walk.get(walk.size() - 1), 1));
        }
        c.close("final_latents", c.tensor("final_latents"), NDArrays.concat(last), TOLERANCE);
    }
}
