package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.inversion.WayIn;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.sweep.Contexts;
import org.prompttoprompt.sweep.SourcePath;
import org.prompttoprompt.sweep.SweepPlan;
import org.prompttoprompt.sweep.SweepRun;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.text.Tokens;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;
import org.prompttoprompt.unet.UNet;
import org.prompttoprompt.vae.AutoencoderKL;

/** The model of a case that begins with an image, and walks from there. */
final class GoldenImage {
    final GoldenCase c;
    final ClipTokenizer tokenizer;
    final ClipTextModel text;
    final UNet unet;
    final AutoencoderKL vae;
    final int steps;
    /** What walks ask. */
    NoisePredictor network;
    /** Whose maps walks keep. */
    Predicate<Site> kept = site -> false;
    /** Hears the sums of these maps after each step. */
    BiConsumer<Integer, Map<Site, NDArray>> sums = (step, maps) -> {};

    GoldenImage(GoldenCase c) {
        this.c = c;
        tokenizer = ClipTokenizer.open(c.model().resolve("tokenizer"));
        text = ClipTextModel.open(c.model().resolve("text_encoder"), c.manager());
        unet = UNet.open(c.model().resolve("unet"), c.manager());
        vae = AutoencoderKL.open(c.model().resolve("vae"), c.manager());
        network = unet::forward;
        steps = c.json().get("steps").getAsInt();
    }

    Ddim ddim() {
        Path config = c.model().resolve("scheduler").resolve("scheduler_config.json");
        return (Ddim) Schedulers.open(config, "DDIM", steps);
    }

    /** The sampler that the case names. */
    Scheduler sampler() {
        Path config = c.model().resolve("scheduler").resolve("scheduler_config.json");
        return GoldenSampler.of(c, Config.open(config)).open();
    }

    Tokens tokens(String prompt) {
        return tokenizer.encode(prompt);
    }

    Context context(String prompt) {
        return Context.of(text.forward(c.manager(), List.of(tokens(prompt))));
    }

    /** The picture as the autoencoder takes it, [1, 3, H, W]. */
    NDArray picture() {
        return c.tensor("image_u8")
                .toType(DataType.FLOAT32, false)
                .transpose(2, 0, 1)
                .expandDims(0)
                .div(127.5)
                .sub(1)
                .duplicate();
    }

    NDArray x0() {
        return vae.encode(picture());
    }

    /** The latents that each step of a walk left, the first being what it began with; the source is row 0. */
    List<NDArray> walk(WayIn way, List<Variant> variants, String empty, String source, String target, double guidance) {
        Contexts contexts = new Contexts(context(empty), context(source), List.of(context(target), context(source)));
        SweepPlan plan = SweepPlan.of(variants, way.scheduler().timesteps().size());
        Tally tally = new Tally();
        NDArray first = way.start().latents();
        List<Site> sites =
                unet.sites((int) first.getShape().get(2), (int) first.getShape().get(3));
        SourcePath path = way.source().isEmpty()
                ? SourcePath.unkept()
                : SourcePath.recorded(c.manager(), sites, way.source(), 0, 0);
        AttentionStore store = new AttentionStore(c.manager(), kept, true);
        SweepRun run = new SweepRun(
                plan, way.scheduler(), network, contexts, guidance, store, tally, path, Integer.MAX_VALUE, way.rule());
        List<NDArray> latents = new ArrayList<>(List.of(first));
        run.walk(way.start(), (step, z) -> {
                    latents.add(z.duplicate());
                    sums.accept(step, store.sums());
                    tally.demand(plan.leads(step), step, sites, guidance == 1 ? 1 : 2);
                    return true;
                })
                .orElseThrow();
        tally.requireComplete();
        return latents;
    }

    static NDArray row(NDArray rows, int row) {
        return rows.get(row + ":" + (row + 1));
    }

    /** Compares with an 8-bit picture that was truncated. */
    void picture(String name, NDArray latents) {
        if (!c.has(name)) return;
        NDArray image = vae.decode(latents).div(2).add(0.5f).clip(0, 1);
        c.close(name, c.tensor(name), image.mul(255).floor(), 1);
    }
}
