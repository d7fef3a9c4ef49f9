package org.prompttoprompt.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Guidance;
import org.prompttoprompt.diffusion.StepNoise;
import org.prompttoprompt.inversion.DdimInversion;
import org.prompttoprompt.inversion.Inversion;
import org.prompttoprompt.inversion.NullText;
import org.prompttoprompt.inversion.ProximalGuidance;
import org.prompttoprompt.inversion.WalkRule;
import org.prompttoprompt.inversion.WayIn;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.unet.Context;

/** DDIM inversion and what is made of it: direct, negative-prompt and null-text inversion, proximal guidance. */
final class InversionGolden implements GoldenKind {
    /** Suggested by the cases: rounding, carried through two walks and the guidance. */
    private static final double TOLERANCE = 5e-4;

    private static final double NULL_EMBEDDINGS = 5e-3;
    private static final double NULL_LATENTS = 2e-3;
    /** Where a value lies at the threshold it may jump, and what follows with it. */
    private static final double L1_MEAN = 5e-3;

    @Override
    public void check(GoldenCase c) {
        GoldenImage image = new GoldenImage(c);
        String source = c.text("source");
        String target = c.text("target");
        double guidance = c.json().get("guidance_scale").getAsDouble();
        Ddim ddim = image.ddim();
        Context context = image.context(source);
        Inversion inversion = DdimInversion.of(image.x0(), ddim, image.unet::forward, context);
        // The published order is from the image to noise.
        NDList latents = new NDList();
        for (int i = image.steps; i >= 0; i--) latents.add(inversion.at(i));
        c.close("ddim_latents", c.tensor("ddim_latents"), NDArrays.concat(latents), TOLERANCE);
        c.close("direct_offset", c.tensor("direct_offset"), offsets(image, inversion, source, guidance), TOLERANCE);

        List<Variant> edit = variants(c, image, source, target);
        WayIn drawn = DdimInversion.drawn(inversion, ddim, 0, StepNoise.NONE, WalkRule.PLAIN);
        NDArray ddimLast = last(image.walk(drawn, edit, "", source, target, guidance));
        c.close("ddim_recon_last", c.tensor("ddim_recon_last"), GoldenImage.row(ddimLast, 0), TOLERANCE);
        c.close("ddim_edit_last", c.tensor("ddim_edit_last"), GoldenImage.row(ddimLast, 1), TOLERANCE);

        WayIn direct = DdimInversion.direct(inversion, ddim, 0, StepNoise.NONE);
        NDArray directLast = last(image.walk(direct, edit, "", source, target, guidance));
        c.close("direct source", inversion.at(image.steps), GoldenImage.row(directLast, 0), 0);
        c.close("direct_edit_last", c.tensor("direct_edit_last"), GoldenImage.row(directLast, 1), TOLERANCE);
        image.picture("direct_edit_image_u8", GoldenImage.row(directLast, 1));

        WayIn negative = DdimInversion.drawn(inversion, ddim, 0, StepNoise.NONE, DdimInversion.negativePrompt(context));
        NDArray npi = last(image.walk(negative, edit, "", source, target, guidance));
        c.close("npi_recon_last", c.tensor("npi_recon_last"), GoldenImage.row(npi, 0), TOLERANCE);
        c.close("npi_edit_last", c.tensor("npi_edit_last"), GoldenImage.row(npi, 1), TOLERANCE);

        for (boolean twice : new boolean[] {false, true}) {
            for (boolean pulled : new boolean[] {true, false}) {
                String name = "prox_" + (twice ? "l1" : "l0") + (pulled ? "" : "_noguide") + "_edit_last";
                if (!c.has(name)) continue;
                WalkRule rule =
                        new ProximalGuidance(context, inversion, ddim.timesteps(), quantile(c.json()), twice, pulled);
                WayIn proximal = DdimInversion.drawn(inversion, ddim, 0, StepNoise.NONE, rule);
                NDArray edited = GoldenImage.row(last(image.walk(proximal, edit, "", source, target, guidance)), 1);
                if (!twice) {
                    c.close(name, c.tensor(name), edited, TOLERANCE);
                    continue;
                }
                float mean = c.tensor(name).sub(edited).abs().mean().getFloat();
                c.note(name + ", mean", mean);
                assertTrue(mean <= L1_MEAN, name + " differs by " + mean + " in the mean");
            }
        }
        if (c.has("null_uncond")) nullText(c, image, inversion, edit);
    }

    private static void nullText(GoldenCase c, GoldenImage image, Inversion inversion, List<Variant> edit) {
        String source = c.text("source");
        double guidance = c.json().get("guidance_scale").getAsDouble();
        Context empty = image.context("");
        NullText nullText = new NullText(
                image.ddim(),
                image.unet::forward,
                image.context(source),
                guidance,
                c.json().get("inner_steps").getAsInt(),
                step -> 0.01 * (1 - step / 100.));
        Inversion found = nullText.of(inversion, empty.tokens(), 0);
        c.close("null_uncond", c.tensor("null_uncond"), found.extra(), NULL_EMBEDDINGS);
        WayIn way = DdimInversion.drawn(found, image.ddim(), 0, StepNoise.NONE, NullText.rule(found, empty));
        List<NDArray> walk = image.walk(way, edit, "", source, c.text("target"), guidance);
        compare(c, "null_recon", walk, 0);
        compare(c, "null_edit", walk, 1);
        image.picture("null_edit_image_u8", GoldenImage.row(last(walk), 1));
    }

    private static void compare(GoldenCase c, String name, List<NDArray> walk, int row) {
        NDList kept = new NDList();
        for (int step :
                TokenizationGolden.ints(c.json().getAsJsonObject("kept_indices").get(name))) {
            kept.add(GoldenImage.row(walk.get(step), row));
        }
        c.close(name, c.tensor(name), NDArrays.concat(kept), NULL_LATENTS);
    }

    /** What direct inversion adds to the source in the published form. */
    private static NDArray offsets(GoldenImage image, Inversion inversion, String source, double guidance) {
        Ddim ddim = image.ddim();
        NDList offsets = new NDList();
        for (int i = 0; i < image.steps; i++) {
            NDArray z = inversion.at(i);
            double t = ddim.timesteps().get(i);
            NDArray free = image.unet.forward(z, t, image.context(""), AttentionControl.NONE, FeatureControl.NONE);
            NDArray conditional =
                    image.unet.forward(z, t, image.context(source), AttentionControl.NONE, FeatureControl.NONE);
            NDArray moved = ddim.step(z, Guidance.mix(free, conditional, guidance), i, StepNoise.NONE);
            offsets.add(inversion.at(i + 1).sub(moved));
        }
        return NDArrays.concat(offsets);
    }

    private static double quantile(JsonObject json) {
        return json.has("proximal")
                ? json.getAsJsonObject("proximal").get("quantile").getAsDouble()
                : 0.75;
    }

    private static List<Variant> variants(GoldenCase c, GoldenImage image, String source, String target) {
        JsonObject edit = c.json().getAsJsonObject("edit").deepCopy();
        // The notebook with null-text inversion replaces self-attention up to 32 x 32.
        if (!edit.has("self_max_pixels")) edit.addProperty("self_max_pixels", 32 * 32);
        return new GoldenEdit(edit, List.of(image.tokens(source), image.tokens(target)), image.steps)
                .variants(Optional.empty());
    }

    private static NDArray last(List<NDArray> walk) {
        return new ArrayList<>(walk).get(walk.size() - 1);
    }
}
