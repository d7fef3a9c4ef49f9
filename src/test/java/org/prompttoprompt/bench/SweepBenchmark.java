package org.prompttoprompt.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.Noise;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.RegionMaps;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.SelfReplace;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.Window;
import org.prompttoprompt.sweep.Contexts;
import org.prompttoprompt.sweep.SweepPlan;
import org.prompttoprompt.sweep.SweepRun;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.unet.UNet;

/**
 * What planning and fused attention save, as ratios in one run: an 11-value tau sweep planned against one by one, and one
 * edit against plain generation of its two prompts, with the memory peaks of both; for {@code mini} also the time that
 * loading takes. Arguments: {@code mini} or {@code
 * full} (random weights of Stable Diffusion 1.5's size), steps, and optionally {@code edit}, {@code sweep} or {@code store} alone.
 */
public final class SweepBenchmark {
    private static final Path MINI = Path.of("models/mini");
    private static final Path SCHEDULER = MINI.resolve("scheduler/scheduler_config.json");
    private static final int VALUES = 11;

    private final UNet unet;
    private final NDManager manager;
    private final int steps;
    private final int tokens;
    private final Contexts contexts;

    private SweepBenchmark(UNet unet, NDManager manager, int steps, Contexts contexts) {
        this.unet = unet;
        this.manager = manager;
        this.steps = steps;
        this.tokens = (int) contexts.empty().tokens().getShape().get(1);
        this.contexts = contexts;
    }

    private static Contexts prompts(NDManager manager) {
        ClipTokenizer tokenizer = ClipTokenizer.open(MINI.resolve("tokenizer"));
        ClipTextModel text = ClipTextModel.open(MINI.resolve("text_encoder"), manager);
        NDArray encoded = text.forward(
                manager,
                Stream.of("", "a cat riding on a bicycle", "a cat riding on a car")
                        .map(tokenizer::encode)
                        .toList());
        return new Contexts(encoded.get("0:1"), encoded.get("1:2"), List.of(encoded.get("2:3")));
    }

    private static Contexts invented(NDManager manager, int dim) {
        Shape shape = new Shape(1, 77, dim);
        return new Contexts(
                Noise.of(manager, 1, shape), Noise.of(manager, 2, shape), List.of(Noise.of(manager, 3, shape)));
    }

    /** Runs the benchmark and prints its ratios. */
    public static void main(String[] args) {
        Arguments.requireAtMost(args, 3);
        boolean full = Arguments.word(args, 0, "mini", "full").equals("full");
        String part = Arguments.word(args, 2, "edit", "sweep", "store");
        int steps = Arguments.number(args, 1, full ? 2 : 30);
        if (!full) loading();
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                UNet unet = full ? RandomUnet.create(manager) : UNet.open(MINI.resolve("unet"), manager);
                SweepBenchmark b = new SweepBenchmark(
                        unet, manager, steps, full ? invented(manager, unet.contextDim()) : prompts(manager));
                if (part.isEmpty() || part.equals("edit")) b.edit();
                if (part.isEmpty() || part.equals("sweep")) b.sweep();
                if (part.isEmpty() || part.equals("store")) b.store();
            }
            return null;
        });
    }

    private static void loading() {
        long start = System.nanoTime();
        PyTorch.start();
        long started = System.nanoTime();
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            p2p.loaded(EditRequest.of(Task.GENERATE), Progress.NONE);
        }
        System.out.printf(
                Locale.ROOT,
                "engine start %.2f s, loading the embedded model %.2f s%n",
                (started - start) / 1e9,
                (System.nanoTime() - started) / 1e9);
    }

    private void edit() throws IOException {
        List<Variant> plain = List.of(variant(Edit.NONE, Edit.NONE));
        List<Variant> edit = List.of(tau(0.8, new SelfReplace()));
        run(plain);
        Measured a = run(plain);
        Measured b = run(edit);
        Measured a2 = run(plain);
        Measured b2 = run(edit);
        double ratio = Math.min(b.seconds, b2.seconds) / Math.min(a.seconds, a2.seconds);
        System.out.printf(
                Locale.ROOT,
                "one edit / plain generation of its two prompts: %.2f  (%.2f s, %.2f s)%n",
                ratio,
                Math.min(b.seconds, b2.seconds),
                Math.min(a.seconds, a2.seconds));
        System.out.printf(Locale.ROOT, "peak memory: edit %.2f GB, plain %.2f GB%n", b.gigabytes, a.gigabytes);
    }

    private void sweep() throws IOException {
        List<Variant> all = IntStream.range(0, VALUES)
                .mapToObj(i -> tau(i / (VALUES - 1.0), null))
                .toList();
        Measured planned = run(all);
        double seconds = 0;
        float worst = 0;
        for (int i = 0; i < VALUES; i++) {
            Measured one = run(List.of(all.get(i)));
            seconds += one.seconds;
            NDArray difference =
                    one.latents.get(1).sub(planned.latents.get(i + 1)).abs();
            worst = Math.max(worst, difference.max().getFloat());
        }
        SweepPlan plan = SweepPlan.of(all, steps);
        System.out.printf(
                Locale.ROOT,
                "%d-value tau sweep planned / one by one: rows %.2f (%d of %d), time %.2f (%.1f s, %.1f s)%n",
                VALUES,
                (double) plan.cost() / plan.naiveCost(),
                plan.cost(),
                plan.naiveCost(),
                planned.seconds / seconds,
                planned.seconds,
                seconds);
        System.out.printf(Locale.ROOT, "largest difference of their latents: %.1e%n", worst);
    }

    /** What it costs to keep the sums that metrics read. */
    private void store() throws IOException {
        List<Variant> all = IntStream.range(0, VALUES)
                .mapToObj(i -> tau(i / (VALUES - 1.0), null))
                .toList();
        RegionMaps maps = RegionMaps.of(unet.sites(unet.sampleSize(), unet.sampleSize()));
        Predicate<Site> kept = maps::reads;
        run(all);
        double with = Double.MAX_VALUE;
        double without = Double.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            without = Math.min(without, run(all).seconds);
            with = Math.min(with, run(all, kept).seconds);
        }
        System.out.printf(
                Locale.ROOT,
                "%d-value tau sweep with the sums of the %d-pixel maps / without: %.3f  (%.2f s, %.2f s)%n",
                VALUES,
                maps.pixels(),
                with / without,
                with,
                without);
    }

    private Variant tau(double share, Edit self) {
        Edit cross = new During(first(share), new Replace(Alignment.identity(tokens)));
        return variant(cross, self == null ? Edit.NONE : new During(first(0.4), self));
    }

    private Span first(double share) {
        return new Span(0, Window.first(share).end(steps));
    }

    private static Variant variant(Edit cross, Edit self) {
        return new Variant(0, cross, self, 16 * 16, Optional.empty(), Optional.empty());
    }

    private record Measured(double seconds, double gigabytes, NDArray latents) {}

    private Measured run(List<Variant> variants) throws IOException {
        return run(variants, site -> false);
    }

    private Measured run(List<Variant> variants, Predicate<Site> kept) throws IOException {
        ProcessMemory.forgetPeak();
        long start = System.nanoTime();
        NDArray last;
        try (NDScope scope = new NDScope();
                AttentionStore store = new AttentionStore(manager, kept, false)) {
            SweepRun run = new SweepRun(
                    SweepPlan.of(variants, steps),
                    Schedulers.open(SCHEDULER, "DDIM", steps),
                    unet::forward,
                    contexts,
                    7.5,
                    store,
                    new Tally());
            Shape shape = new Shape(1, unet.inChannels(), unet.sampleSize(), unet.sampleSize());
            last = run.walk(Start.ofSeed(manager, 0, shape, run.scheduler()), (step, z) -> true)
                    .orElseThrow();
            NDScope.unregister(last);
        }
        return new Measured((System.nanoTime() - start) / 1e9, ProcessMemory.peak() / 1e9, last);
    }
}
