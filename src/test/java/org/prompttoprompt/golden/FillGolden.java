package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.util.List;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.inversion.InpaintingInput;
import org.prompttoprompt.model.Conditioning;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.sweep.Contexts;
import org.prompttoprompt.sweep.SweepPlan;
import org.prompttoprompt.sweep.SweepRun;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;
import org.prompttoprompt.vae.AutoencoderKL;

/**
 * Masked generation: by an inpainting checkpoint, which takes the mask and the image with a hole.
 */
final class FillGolden {
    private FillGolden() {}

    static void check(GoldenCase c) {
        GoldenModel model = new GoldenModel(c);
        NDArray image = GoldenParts.image(c);
        NDArray imageLatents = sample(model, image, c.tensor("vae_noise_image"));
        List<String> order = c.json().getAsJsonArray("mask_order").asList().stream()
                .map(e -> e.getAsString())
                .toList();
        for (int r = 0; r < c.json().getAsJsonArray("runs").size(); r++) {
            JsonObject run = c.json().getAsJsonArray("runs").get(r).getAsJsonObject();
            int number = order.indexOf(run.get("mask").getAsString());
            ImageMask mask = mask(c.tensor("masks_u8").get(number));
            NDArray small = inside(c.manager(), mask, model.height, model.width);
            c.close("mask " + number, c.tensor("mask_latents").get(number).expandDims(0), small, 0);
            NDArray hole = inside(c.manager(), mask, mask.height(), mask.width());
            NDArray masked = sample(model, image.mul(hole.mul(-1).add(1)), c.tensor("vae_noise_masked_image"));
            NDArray expected = c.tensor("masked_image_latents");
            if (number < expected.getShape().get(0)) {
                c.close("masked image " + number, expected.get(number).expandDims(0), masked, 5e-4);
            }
            NDArray last = walk(c, model, InpaintingInput.of(model.unet::forward, small, masked), imageLatents, run);
            c.close("run " + r, c.tensor("final_latents").get(r).expandDims(0), last, 5e-4);
        }
    }

    private static NDArray walk(
            GoldenCase c, GoldenModel model, NoisePredictor network, NDArray image, JsonObject run) {
        Scheduler scheduler = model.sampler.open();
        int evaluations = scheduler.timesteps().size();
        double strength = run.get("strength").getAsDouble();
        int first = evaluations - (int) (evaluations * strength);
        NDArray noise = c.tensor("noise");
        NDArray begin = strength < 1 ? scheduler.noised(image, noise, first) : noise.mul(scheduler.initialSigma());
        if (strength < 1) c.close("start", c.tensor("start_latent_of_strength_below_1"), begin, 5e-4);
        Context prompt = model.model.encode(c.manager(), model.prompts.get(0), Conditioning.of(1, 1));
        Context empty = model.model.encode(c.manager(), model.tokenizer.encode(""), Conditioning.of(1, 1));
        SweepRun walk = new SweepRun(
                SweepPlan.of(List.of(), evaluations),
                scheduler,
                network,
                new Contexts(empty, prompt, List.of(prompt)),
                model.guidance(),
                new AttentionStore(c.manager(), site -> false, false),
                new Tally());
        return walk.walk(new Start(begin, first, i -> noise), (i, z) -> true).orElseThrow();
    }

    private static NDArray sample(GoldenModel model, NDArray image, NDArray noise) {
        NDList moments = ((AutoencoderKL) model.vae).encodeMoments(image);
        NDArray sample = moments.get(0).add(moments.get(1).div(2).exp().mul(noise));
        // The scale of the latents is the quotient of what both ways give of one image.
        NDArray mean = model.vae.encode(image);
        double scale = mean.abs().sum().getFloat() / moments.get(0).abs().sum().getFloat();
        return sample.mul(scale);
    }

    private static ImageMask mask(NDArray bytes) {
        float[] shares = bytes.toType(DataType.FLOAT32, true).div(255).toFloatArray();
        return ImageMask.of(shares, (int) bytes.getShape().get(1));
    }

    /**
     * The reference's masks, by which its cases were made: what is at least half inside, at the upper left corner of each pixel.
     * Edits take what is a little inside, so that thin selections survive.
     */
    private static NDArray inside(NDManager manager, ImageMask mask, int height, int width) {
        float[] inside = new float[height * width];
        for (int i = 0; i < inside.length; i++) {
            int y = (int) ((long) (i / width) * mask.height() / height);
            int x = (int) ((long) (i % width) * mask.width() / width);
            inside[i] = mask.share(y, x) >= 0.5f ? 1 : 0;
        }
        return manager.create(inside, new Shape(1, 1, height, width));
    }
}
