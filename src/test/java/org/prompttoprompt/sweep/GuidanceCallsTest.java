package org.prompttoprompt.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.FeatureInjection;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.SelfReplace;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;
import org.prompttoprompt.unet.UNet;

/** Both halves of the guidance in one network call give what two calls give, and the half without the prompt no map. */
class GuidanceCallsTest {
    private static final Path SCHEDULER = Path.of("models/mini/scheduler/scheduler_config.json");
    private static final int STEPS = 4;
    private static final int TOKENS = 32;
    private static final int SIDE = 16;

    private static NDManager manager;
    private static UNet unet;
    private static Contexts contexts;
    private static Map<Site, NDArray> maps;
    private static int planned;

    @BeforeAll
    static void open() {
        PyTorch.call(() -> {
            manager = PyTorch.newManager();
            unet = UNet.open(Path.of("models/mini/unet"), manager);
            ClipTokenizer tokenizer = ClipTokenizer.open(Path.of("models/mini/tokenizer"));
            NDArray encoded = ClipTextModel.open(Path.of("models/mini/text_encoder"), manager)
                    .forward(
                            manager,
                            Stream.of("", "a red ball on the grass", "a blue ball on the grass")
                                    .map(tokenizer::encode)
                                    .toList());
            contexts = new Contexts(encoded.get("0:1"), encoded.get("1:2"), List.of(encoded.get("2:3")));
            return null;
        });
    }

    @AfterAll
    static void close() {
        PyTorch.call(() -> {
            manager.close();
            return null;
        });
    }

    private static Variant variant(double tau, Optional<FeatureInjection> injection) {
        return new Variant(
                0,
                new During(new Span(0, (int) (tau * STEPS)), new Replace(Alignment.identity(TOKENS))),
                new During(new Span(0, STEPS / 2), new SelfReplace()),
                SIDE * SIDE / 4,
                injection,
                Optional.empty());
    }

    /** Runs on the engine's thread; counts the rows of each network call. */
    private static NDArray run(List<Variant> variants, double guidance, int rowsAtOnce, List<Integer> calls) {
        return run(variants, guidance, rowsAtOnce, calls, SourcePath.unkept());
    }

    private static NDArray run(
            List<Variant> variants, double guidance, int rowsAtOnce, List<Integer> calls, SourcePath path) {
        return run(variants, guidance, rowsAtOnce, path, (latents, t, context, attention, features) -> {
            calls.add((int) latents.getShape().get(0));
            return unet.forward(latents, t, context, attention, features);
        });
    }

    private static NDArray run(
            List<Variant> variants, double guidance, int rowsAtOnce, SourcePath path, NoisePredictor counted) {
        try (AttentionStore store =
                new AttentionStore(manager, site -> site.cross() && site.place() == Site.Place.MID, false)) {
            SweepPlan plan = SweepPlan.of(variants, STEPS);
            Tally tally = new Tally();
            SweepRun run = new SweepRun(
                    plan,
                    Schedulers.open(SCHEDULER, "DDIM", STEPS),
                    counted,
                    contexts,
                    guidance,
                    store,
                    tally,
                    path,
                    rowsAtOnce);
            Shape shape = new Shape(1, unet.inChannels(), SIDE, SIDE);
            planned = run.rows().stream().mapToInt(rows -> rows).sum();
            NDArray last = run.walk(Start.ofSeed(manager, 5, shape, run.scheduler()), (step, z) -> {
                        tally.demand(plan.leads(step), step, unet.sites(SIDE, SIDE), guidance == 1 ? 1 : 2);
                        return true;
                    })
                    .orElseThrow();
            tally.requireComplete();
            maps = new HashMap<>();
            store.sums().forEach((site, sum) -> maps.put(site, sum.mul(1).add(0)));
            maps.values().forEach(sum -> sum.attach(manager));
            return last;
        }
    }

    /** Each half's rows are rounded as in one call: images do not tell how busy the computer was. */
    @Test
    void halvesSideBySideAreThoseOfOneCall() {
        PyTorch.call(() -> {
            List<Integer> one = new ArrayList<>();
            List<Integer> halves = Collections.synchronizedList(new ArrayList<>());
            List<Variant> variants = List.of(variant(0.5, Optional.empty()), variant(1, Optional.empty()));
            NDArray expected = run(variants, 5, Integer.MAX_VALUE, one);
            NDArray actual = run(variants, 5, Integer.MAX_VALUE, SourcePath.unkept(), new NoisePredictor() {
                @Override
                public NDArray predict(
                        NDArray latents, double t, Context context, AttentionControl maps, FeatureControl features) {
                    halves.add((int) latents.getShape().get(0));
                    return unet.forward(latents, t, context, maps, features);
                }

                @Override
                public boolean sideBySide(NDArray latents) {
                    return true;
                }
            });
            assertEquals(0, actual.sub(expected).abs().max().getFloat());
            assertEquals(List.of(4, 4, 6, 6), one); // both targets are one until the first's window closes
            assertEquals(List.of(2, 2, 2, 2, 3, 3, 3, 3), halves);
            return null;
        });
    }

    private static void same(List<Variant> variants) {
        PyTorch.call(() -> {
            List<Integer> one = new ArrayList<>();
            List<Integer> two = new ArrayList<>();
            NDArray expected = run(variants, 5, 1 + variants.size(), two);
            NDArray actual = run(variants, 5, Integer.MAX_VALUE, one);
            float off = actual.sub(expected).abs().max().getFloat();
            assertTrue(off < 1e-3, "off by " + off);
            assertEquals(STEPS, one.size());
            assertEquals(2 * STEPS, two.size());
            assertEquals(
                    two.stream().mapToInt(i -> i).sum(),
                    one.stream().mapToInt(i -> i).sum());
            return null;
        });
    }

    @Test
    void anEditTakesOneCallAStep() {
        same(List.of(variant(0.5, Optional.empty())));
    }

    @Test
    void aGenerationAndASweepDo() {
        same(List.of());
        same(List.of(variant(0, Optional.empty()), variant(0.5, Optional.empty()), variant(1, Optional.empty())));
    }

    @Test
    void featuresComeFromTheSourceOfTheirOwnHalf() {
        FeatureInjection injection =
                new FeatureInjection(unet.injectedResnet(), new Span(0, 3), unet.decoderAttentions(), new Span(0, 2));
        same(List.of(variant(0.5, Optional.of(injection)), variant(0.5, Optional.empty())));
        same(List.of(new Variant(0, Edit.NONE, Edit.NONE, 0, Optional.of(injection), Optional.empty())));
    }

    /** With room for two rows every target goes through the network beside a source of its own. */
    @Test
    void aStepOfMoreRowsThanFitTakesSeveralCalls() {
        FeatureInjection injection =
                new FeatureInjection(unet.injectedResnet(), new Span(0, 2), List.of(), new Span(0, 0));
        for (Optional<FeatureInjection> features :
                List.of(Optional.<FeatureInjection>empty(), Optional.of(injection))) {
            List<Variant> sweep = List.of(variant(0, features), variant(0.5, features), variant(1, Optional.empty()));
            PyTorch.call(() -> {
                for (double guidance : new double[] {1, 5}) {
                    NDArray expected = run(sweep, guidance, Integer.MAX_VALUE, new ArrayList<>());
                    Map<Site, NDArray> whole = maps;
                    List<Integer> calls = new ArrayList<>();
                    NDArray actual = run(sweep, guidance, 2, calls);
                    float off = actual.sub(expected).abs().max().getFloat();
                    assertTrue(off < 1e-3, "off by " + off);
                    assertTrue(calls.stream().allMatch(rows -> rows <= 2) && calls.size() > 2 * STEPS, calls + "");
                    assertEquals(planned, calls.stream().mapToInt(rows -> rows).sum());
                    assertEquals(whole.keySet(), maps.keySet());
                    whole.forEach((site, sum) ->
                            assertEquals(0, sum.sub(maps.get(site)).abs().max().getFloat(), 1e-3, site.name()));
                }
                return null;
            });
        }
    }

    /** A path that was recorded elsewhere stands for the source as one that was walked. */
    @Test
    void aRecordedPathGivesTheEditOfTheWalkThatItRecords() {
        PyTorch.call(() -> {
            List<Variant> edit = List.of(variant(0.5, Optional.empty()));
            List<Site> sites = unet.sites(SIDE, SIDE);
            try (SourcePath walked = SourcePath.kept(manager, STEPS, sites, 0, 0)) {
                NDArray expected = run(edit, 5, Integer.MAX_VALUE, new ArrayList<>(), walked);
                try (SourcePath recorded = SourcePath.recorded(manager, sites, walked.latents(manager), 0, 0)) {
                    assertTrue(recorded.complete());
                    List<Integer> calls = new ArrayList<>();
                    NDArray actual = run(edit, 5, Integer.MAX_VALUE, calls, recorded);
                    float off = actual.sub(expected).abs().max().getFloat();
                    assertTrue(off < 1e-3, "off by " + off);
                    // without the prompt the source need not be drawn, with it only where its maps are read, here by
                    // the store
                    assertEquals(List.of(3, 3, 3, 3), calls);
                }
                // another source than the prompt would draw: its row is the recorded one
                List<NDArray> other =
                        walked.latents(manager).stream().map(z -> z.mul(0.5)).toList();
                try (SourcePath recorded = SourcePath.recorded(manager, sites, other, 0, 0)) {
                    NDArray actual = run(edit, 5, Integer.MAX_VALUE, new ArrayList<>(), recorded);
                    assertEquals(
                            0,
                            actual.get("0:1")
                                    .sub(other.get(STEPS - 1))
                                    .abs()
                                    .max()
                                    .getFloat(),
                            1e-6);
                    assertTrue(
                            actual.get("1:").sub(expected.get("1:")).abs().max().getFloat() > 1e-2);
                }
            }
            return null;
        });
    }

    @Test
    void withoutGuidanceThereIsOneHalf() {
        PyTorch.call(() -> {
            List<Integer> calls = new ArrayList<>();
            run(List.of(variant(0.5, Optional.empty())), 1, Integer.MAX_VALUE, calls);
            assertEquals(List.of(2, 2, 2, 2), calls);
            return null;
        });
    }
}
