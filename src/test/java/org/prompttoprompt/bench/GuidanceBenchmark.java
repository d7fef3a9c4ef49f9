package org.prompttoprompt.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.SelfReplace;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.sweep.Contexts;
import org.prompttoprompt.sweep.SourcePath;
import org.prompttoprompt.sweep.SweepPlan;
import org.prompttoprompt.sweep.SweepRun;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.unet.UNet;

/**
 * What both halves of the guidance cost side by side on two threads, in one network call, and in turn: the time of a generation
 * and of a single edit on the embedded model, as ratios in one run. Argument: sampling steps, 10 unless given.
 */
public final class GuidanceBenchmark {
    private static final Path MINI = Path.of("models/mini");
    private static final int ROUNDS = 9;

    private final NDManager manager;
    private final UNet unet;
    private final Contexts contexts;
    private final int steps;

    private GuidanceBenchmark(NDManager manager, int steps) {
        this.manager = manager;
        this.steps = steps;
        unet = UNet.open(MINI.resolve("unet"), manager);
        ClipTokenizer tokenizer = ClipTokenizer.open(MINI.resolve("tokenizer"));
        NDArray encoded = ClipTextModel.open(MINI.resolve("text_encoder"), manager)
                .forward(
                        manager,
                        Stream.of("", "a cat riding on a bicycle", "a cat riding on a car")
                                .map(tokenizer::encode)
                                .toList());
        contexts = new Contexts(encoded.get("0:1"), encoded.get("1:2"), List.of(encoded.get("2:3")));
    }

    /** Runs the benchmark and prints its ratios. */
    public static void main(String[] args) {
        int steps = Arguments.number(args, 0, 10);
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                GuidanceBenchmark b = new GuidanceBenchmark(manager, steps);
                b.compare("generation", List.of());
                b.compare("edit", List.of(b.edit()));
            }
            return null;
        });
    }

    private Variant edit() {
        int tokens = (int) contexts.empty().tokens().getShape().get(1);
        return new Variant(
                0,
                new During(new Span(0, 4 * steps / 5), new Replace(Alignment.identity(tokens))),
                new During(new Span(0, 2 * steps / 5), new SelfReplace()),
                8 * 8,
                Optional.empty(),
                Optional.empty());
    }

    private void compare(String what, List<Variant> variants) {
        int half = 1 + variants.size();
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        for (int i = 0; i <= ROUNDS; i++) {
            best[0] = Math.min(best[0], run(variants, Integer.MAX_VALUE, true));
            best[1] = Math.min(best[1], run(variants, Integer.MAX_VALUE, false));
            best[2] = Math.min(best[2], run(variants, half, false));
        }
        System.out.printf(
                Locale.ROOT,
                "%s, %d steps, both halves of the guidance side by side / in one call / in turn:"
                        + " %.2f / %.2f / 1 of the time (%.2f s, %.2f s, %.2f s)%n",
                what,
                steps,
                best[0] / best[2],
                best[1] / best[2],
                best[0],
                best[1],
                best[2]);
    }

    private double run(List<Variant> variants, int rowsAtOnce, boolean sideBySide) {
        try (NDScope scope = new NDScope();
                AttentionStore store = new AttentionStore(manager, site -> false, false)) {
            SweepRun run = new SweepRun(
                    SweepPlan.of(variants, steps),
                    Schedulers.open(MINI.resolve("scheduler/scheduler_config.json"), "DDIM", steps),
                    sideBySide ? unet : unet::forward,
                    contexts,
                    5,
                    store,
                    new Tally(),
                    SourcePath.unkept(),
                    rowsAtOnce);
            int side = unet.sampleSize();
            Shape shape = new Shape(1, unet.inChannels(), side, side);
            long start = System.nanoTime();
            run.walk(Start.ofSeed(manager, 0, shape, run.scheduler()), (step, z) -> true)
                    .orElseThrow();
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
