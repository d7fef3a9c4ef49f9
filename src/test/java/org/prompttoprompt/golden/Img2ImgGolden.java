package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import com.google.gson.JsonElement;
import java.util.List;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.diffusion.StepNoise;
import org.prompttoprompt.inversion.WalkRule;
import org.prompttoprompt.inversion.WayIn;

/** A generation that begins with a noised image. */
final class Img2ImgGolden implements GoldenKind {
    private static final double TOLERANCE = 5e-4;
    /** In the scale of a sampler whose latents reach sixty. */
    private static final double SIGMA_TOLERANCE = 2e-3;

    @Override
    public void check(GoldenCase c) {
        GoldenImage image = new GoldenImage(c);
        String name = c.text("scheduler");
        Scheduler scheduler = image.sampler();
        NDArray x0 = sampled(image, c.tensor("vae_noise"));
        int first = scheduler.evaluation(
                image.steps - (int) (image.steps * c.json().get("strength").getAsDouble()));
        List<Double> run = c.json().getAsJsonArray("timesteps").asList().stream()
                .map(JsonElement::getAsDouble)
                .toList();
        c.equal(
                "timesteps",
                run.stream().map(GoldenModel::rounded).toList(),
                scheduler.timesteps().subList(first, scheduler.timesteps().size()).stream()
                        .map(GoldenModel::rounded)
                        .toList());
        Start start = new Start(scheduler.noised(x0, c.tensor("noise"), first), first, StepNoise.NONE);
        String prompt = c.json().getAsJsonArray("prompts").get(0).getAsString();
        List<NDArray> walk = image.walk(
                new WayIn(start, List.of(), scheduler, WalkRule.PLAIN),
                List.of(),
                c.text("negative_prompt"),
                prompt,
                prompt,
                c.json().get("guidance_scale").getAsDouble());
        NDList kept = new NDList();
        for (int k :
                TokenizationGolden.ints(c.json().getAsJsonObject("kept_indices").get("latents"))) {
            kept.add(walk.get(k));
        }
        double tolerance = name.contains("EULER") || name.contains("Euler") ? SIGMA_TOLERANCE : TOLERANCE;
        c.close("latents", c.tensor("latents"), NDArrays.stack(kept), tolerance);
    }

    /** Latents that are drawn from the encoder's distribution with a stored noise. */
    static NDArray sampled(GoldenImage image, NDArray noise) {
        return sampled(image, image.picture(), noise);
    }

    static NDArray sampled(GoldenImage image, NDArray picture, NDArray noise) {
        NDList moments = image.vae.encodeMoments(picture);
        double factor = image.vae.encode(picture).sum().getFloat()
                / moments.get(0).sum().getFloat();
        return moments.get(0).add(moments.get(1).div(2).exp().mul(noise)).mul(factor);
    }
}
