package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.inversion.WalkRule;
import org.prompttoprompt.model.Conditioning;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.request.ToldSizes;
import org.prompttoprompt.sweep.Contexts;
import org.prompttoprompt.sweep.SourcePath;
import org.prompttoprompt.sweep.SweepPlan;
import org.prompttoprompt.sweep.SweepRun;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.text.Tokens;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.UNet;
import org.prompttoprompt.vae.Autoencoder;

/** The model of a case, and runs with it as the case describes them. */
final class GoldenModel {
    final GoldenCase c;
    final StableDiffusion model;
    final ClipTokenizer tokenizer;
    final ClipTextModel text;
    final UNet unet;
    final Autoencoder vae;
    final List<Tokens> prompts;
    final int steps;
    final int chunks;
    final int side;
    final int height;
    final int width;
    final GoldenSampler sampler;
    final Conditioning conditioning;
    private double guidance;

    GoldenModel(GoldenCase c) {
        this(c, TextualInversionGolden.model(c));
    }

    GoldenModel(GoldenCase c, StableDiffusion model) {
        this.c = c;
        this.model = model;
        tokenizer = model.tokenizer;
        text = model.text;
        unet = model.unet;
        vae = model.vae;
        List<JsonElement> list = c.json().has("prompts")
                ? c.json().getAsJsonArray("prompts").asList()
                : List.of(c.json().get("prompt"));
        chunks = c.json().has("context_tokens") ? c.json().get("context_tokens").getAsInt() / tokenizer.maxTokens() : 1;
        prompts = list.stream()
                .map(p -> model.outline.tokens(p.getAsString(), chunks))
                .toList();
        steps = c.json().get("steps").getAsInt();
        side = c.json().has("latent_size") ? c.json().get("latent_size").getAsInt() : unet.sampleSize();
        height = c.json().has("height") ? c.json().get("height").getAsInt() / vae.factor() : side;
        width = c.json().has("width") ? c.json().get("width").getAsInt() / vae.factor() : side;
        int skipped = c.json().has("clip_skip") ? c.json().get("clip_skip").getAsInt() : 0;
        conditioning = new Conditioning(skipped, ToldSizes.of(width * vae.factor(), height * vae.factor()));
        sampler = GoldenSampler.of(c, model.outline.scheduler());
        JsonElement scale = c.json().get("guidance_scale");
        guidance = scale == null || scale.isJsonArray() ? 7.5 : Math.max(1, scale.getAsDouble());
    }

    /** What a run left behind. */
    record Trajectory(SweepPlan plan, List<NDArray> latents, NDArray last) {
        /** Returns a variant's latents after so many steps, [1, channels, h, w]; variant -1 is the source. */
        NDArray at(int evaluations, int variant) {
            NDArray rows = latents.get(evaluations);
            int row = 0;
            if (variant >= 0 && evaluations > 0) {
                List<SweepPlan.Row> live = plan.steps().get(evaluations - 1);
                for (int r = 0; r < live.size(); r++) if (live.get(r).variants().contains(variant)) row = r + 1;
            }
            return rows.get(row + ":" + (row + 1));
        }
    }

    /** Runs the variants, the first prompt being the source and the others the targets. */
    Trajectory run(List<Variant> variants, Predicate<Site> stored, BiConsumer<Integer, AttentionStore> afterStep) {
        Scheduler scheduler = sampler.open();
        if (c.json().has("timesteps")) {
            List<Double> timesteps = c.json().getAsJsonArray("timesteps").asList().stream()
                    .map(JsonElement::getAsDouble)
                    .toList();
            c.equal(
                    "timesteps",
                    timesteps.stream().map(GoldenModel::rounded).toList(),
                    scheduler.timesteps().stream().map(GoldenModel::rounded).toList());
        }
        SweepPlan plan = SweepPlan.of(variants, scheduler.timesteps().size());
        List<Context> encoded = IntStream.range(0, prompts.size())
                .mapToObj(
                        i -> guided(told(model.encode(c.manager(), prompts.get(i), conditioning), prompts.size() + i)))
                .toList();
        Context empty = guided(told(negative(), 0));
        Contexts contexts =
                new Contexts(empty, encoded.get(0), encoded.subList(Math.min(1, encoded.size() - 1), encoded.size()));
        AttentionStore store = new AttentionStore(c.manager(), stored, true);
        Tally tally = new Tally();
        double mixed = unet.embedsGuidance() ? 1 : guidance;
        SweepRun run = new SweepRun(
                plan,
                scheduler,
                unet,
                contexts,
                mixed,
                store,
                tally,
                SourcePath.unkept(),
                Integer.MAX_VALUE,
                WalkRule.PLAIN.rescaled(rescale()));
        Start start = Start.ofSeed(
                c.manager(),
                c.json().get("seed").getAsLong(),
                new Shape(1, vae.latentChannels(), height, width),
                scheduler);
        if (c.has("initial_latent")) {
            NDArray initial = c.tensor("initial_latent").mul(scheduler.initialSigma());
            c.close("initial latents", initial, start.latents(), 1e-5 * scheduler.initialSigma());
        }
        boolean xl = empty.added().isPresent();
        if (xl && c.has("noise"))
            c.close("noise", c.tensor("noise").mul(scheduler.initialSigma()), start.latents(), 1e-5);
        String noises = xl ? "step_noise" : "noise";
        if (c.has(noises))
            start = new Start(start.latents(), 0, i -> c.tensor(noises).get(i).duplicate());
        List<NDArray> latents = new ArrayList<>(List.of(start.latents()));
        NDArray last = run.walk(start, (step, z) -> {
                    latents.add(z.duplicate());
                    tally.demand(plan.leads(step), step, unet.sites(height, width), mixed == 1 ? 1 : 2);
                    afterStep.accept(step, store);
                    return true;
                })
                .orElseThrow();
        tally.requireComplete();
        return new Trajectory(plan, latents, last);
    }

    private Context guided(Context context) {
        return unet.embedsGuidance() ? context.guided(guidance()) : context;
    }

    /** The negative prompt: none at all is zeros in XL, unless the case says otherwise; an empty one is encoded. */
    private Context negative() {
        JsonElement text = c.json().get("negative_prompt");
        JsonElement zeros = c.json().get("force_zeros_for_empty_prompt");
        boolean none = text == null || text.isJsonNull();
        String prompt = none ? "" : text.getAsString();
        return none && (zeros == null || zeros.getAsBoolean())
                ? model.encodeNegative(c.manager(), model.outline.tokens("", chunks), conditioning)
                : model.encode(
                        c.manager(), model.outline.tokens(prompt, chunks), new Conditioning(0, conditioning.sizes()));
    }

    /** XL is told the sizes of the case: of all negative rows, then of the others. */
    private Context told(Context context, int row) {
        if (context.added().isEmpty() || !c.has("time_ids")) return context;
        long rows = c.tensor("time_ids").getShape().get(0);
        long at = Math.min(guidance == 1 && rows <= prompts.size() ? Math.max(0, row - prompts.size()) : row, rows - 1);
        NDArray sizes = c.tensor("time_ids").get(at + ":" + (at + 1));
        return new Context(
                context.tokens(),
                Optional.of(new Context.Added(context.added().get().pooled(), sizes)));
    }

    /** The share of guidance rescale. */
    double rescale() {
        JsonElement share = c.json().get("guidance_rescale");
        return share == null ? 0 : share.getAsDouble();
    }

    double guidance() {
        return guidance;
    }

    /** Runs with another guidance scale from now on. */
    void guide(double scale) {
        guidance = scale;
    }

    /** Timesteps between whole ones are float32 in the cases. */
    static double rounded(double timestep) {
        return Math.rint(1e3 * timestep) / 1e3;
    }

    /** Compares kept latents, [kept step, branch, channels, h, w]; branch b is variant b + first. */
    void compareLatents(String name, Trajectory t, int branches, int first, double tolerance) {
        NDArray expected = c.tensor(name);
        List<Integer> kept = kept(name, (int) expected.getShape().get(0));
        NDList all = new NDList();
        for (int step : kept) {
            NDList rows = new NDList();
            for (int b = 0; b < branches; b++) rows.add(t.at(step, b + first));
            all.add(NDArrays.concat(rows));
        }
        // Latents in the scale of the noise may be large: relative to that.
        double size = expected.abs().max().getFloat() / 6;
        c.close(name, expected, NDArrays.stack(all), tolerance * Math.max(1, size));
    }

    /** Decodes and compares with float or truncated 8-bit images, if the case has any. */
    void compareImages(NDArray latents) {
        if (!c.has("image") && !c.has("image_u8")) return;
        // Some cases keep the first picture alone.
        long pictures =
                c.tensor(c.has("image") ? "image" : "image_u8").getShape().get(0);
        NDArray image = vae.decode(latents.get(":" + pictures)).div(2).add(0.5f).clip(0, 1);
        if (c.has("image")) c.close("image", c.tensor("image"), image, 2e-4);
        if (c.has("image_u8"))
            c.close("image_u8", c.tensor("image_u8"), image.mul(255).floor(), 1);
    }

    private List<Integer> kept(String name, int n) {
        JsonElement indices = c.json().get("kept_indices");
        if (indices != null && indices.getAsJsonObject().has(name))
            return TokenizationGolden.ints(indices.getAsJsonObject().get(name));
        JsonElement steps = c.json().get("kept_steps");
        if (steps != null && steps.isJsonArray()) return TokenizationGolden.ints(steps);
        return java.util.stream.IntStream.range(0, n).boxed().toList();
    }
}
