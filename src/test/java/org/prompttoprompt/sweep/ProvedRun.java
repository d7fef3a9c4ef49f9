package org.prompttoprompt.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.FeatureInjection;
import org.prompttoprompt.p2p.Refine;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.SelfReplace;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.text.Tokens;
import org.prompttoprompt.unet.NoisePredictor;
import org.prompttoprompt.unet.UNet;

/** A small model and its runs with a proof, between whose control and network tests put a cut. */
final class ProvedRun implements AutoCloseable {
    static final int STEPS = 3;
    static final Span EARLY = new Span(0, 2);
    private static final Path MODEL = Path.of("src/test/resources/golden/models/tiny-sd1");
    private static final int SIDE = 16;

    private final NDManager manager;
    final UNet unet;
    private final Contexts contexts;
    private final List<Tokens> prompts;

    ProvedRun() {
        this(Precision.FLOAT32);
    }

    ProvedRun(Precision precision) {
        manager = PyTorch.call(PyTorch::newManager);
        unet = PyTorch.call(() -> UNet.open(MODEL.resolve("unet"), Opening.PLAIN.in(precision), manager));
        ClipTokenizer tokenizer = ClipTokenizer.open(MODEL.resolve("tokenizer"));
        prompts = Stream.of("", "a red car on the street", "a blue car on the street")
                .map(tokenizer::encode)
                .toList();
        contexts = PyTorch.call(() -> {
            NDArray encoded =
                    ClipTextModel.open(MODEL.resolve("text_encoder"), manager).forward(manager, prompts);
            return new Contexts(
                    encoded.get("0:1"), encoded.get("1:2"), List.of(encoded.get("2:3"), encoded.get("1:2")));
        });
    }

    @Override
    public void close() {
        PyTorch.call(() -> {
            manager.close();
            return null;
        });
    }

    /** Returns a change from the source's prompt to target 0, "a blue car", or 1, the source's own prompt. */
    static Variant variant(int target, Edit edit, Span span, Optional<FeatureInjection> injection) {
        return new Variant(
                target,
                new During(span, edit),
                new During(new Span(0, 1), new SelfReplace()),
                64,
                injection,
                Optional.empty());
    }

    Variant swap() {
        Alignment a = Alignment.swap(prompts.get(1), prompts.get(2), Alignment.Mode.ALIGNED);
        return variant(0, new Replace(a), EARLY, Optional.empty());
    }

    Variant phrase(Span span) {
        Alignment a = Alignment.refine(prompts.get(1), prompts.get(2), Alignment.Mode.ALIGNED);
        return variant(0, new Refine(a), span, Optional.empty());
    }

    Variant injected() {
        FeatureInjection injection =
                new FeatureInjection(unet.injectedResnet(), EARLY, unet.decoderAttentions(), new Span(0, 1));
        return variant(0, Edit.NONE, EARLY, Optional.of(injection));
    }

    SourcePath keptPath() {
        return SourcePath.kept(manager, STEPS, unet.sites(SIDE, SIDE), 1024, 1L << 30);
    }

    List<Site> sites() {
        return unet.sites(SIDE, SIDE);
    }

    /** Runs and returns what the proof tells. */
    String run(
            List<Variant> variants,
            UnaryOperator<AttentionControl> cut,
            UnaryOperator<FeatureControl> featureCut,
            SourcePath path,
            int rowsAtOnce,
            Predicate<Site> shown,
            boolean perHead) {
        return PyTorch.call(() -> {
            try (NDScope scope = new NDScope();
                    AttentionStore store = new AttentionStore(manager, shown, perHead)) {
                NoisePredictor network = (latents, t, context, attention, features) ->
                        unet.forward(latents, t, context, cut.apply(attention), featureCut.apply(features));
                SweepPlan plan = SweepPlan.of(variants, STEPS);
                Tally tally = new Tally();
                SweepRun run = new SweepRun(
                        plan,
                        Schedulers.open(MODEL.resolve("scheduler/scheduler_config.json"), "DDIM", STEPS),
                        network,
                        contexts,
                        7.5,
                        store,
                        tally,
                        path,
                        rowsAtOnce);
                Shape shape = new Shape(1, unet.inChannels(), SIDE, SIDE);
                run.walk(Start.ofSeed(manager, 5, shape, run.scheduler()), (step, z) -> {
                            tally.demand(plan.leads(step), step, unet.sites(SIDE, SIDE), 2);
                            return true;
                        })
                        .orElseThrow();
                tally.requireComplete();
                return tally.proof().toString();
            }
        });
    }

    /** Runs and shows the means over the heads. */
    String run(
            List<Variant> variants,
            UnaryOperator<AttentionControl> cut,
            UnaryOperator<FeatureControl> featureCut,
            SourcePath path,
            int rowsAtOnce,
            Predicate<Site> shown) {
        return run(variants, cut, featureCut, path, rowsAtOnce, shown, false);
    }

    /** Runs one variant, nothing kept or shown, both halves of the guidance in one call. */
    String run(Variant variant, UnaryOperator<AttentionControl> cut) {
        return run(List.of(variant), cut, features -> features, SourcePath.unkept(), Integer.MAX_VALUE, site -> false);
    }

    /** Returns the message of the fault, which the engine's thread may have wrapped. */
    static String messageOf(Runnable run) {
        Throwable fault = assertThrows(RuntimeException.class, run::run);
        while (fault.getCause() != null) fault = fault.getCause();
        assertEquals(IllegalStateException.class, fault.getClass(), String.valueOf(fault));
        return fault.getMessage();
    }
}
