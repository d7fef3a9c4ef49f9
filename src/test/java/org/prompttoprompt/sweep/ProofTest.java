package org.prompttoprompt.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.attention.Witness;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.FeatureInjection;
import org.prompttoprompt.p2p.Refine;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.Reweight;
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

/** The hook is cut in several ways between the control and the network, and the run must fail. */
class ProofTest {
    private static final Path MODEL = Path.of("src/test/resources/golden/models/tiny-sd1");
    private static final int STEPS = 3;
    private static final int SIDE = 16;

    private static NDManager manager;
    private static UNet unet;
    private static Contexts contexts;
    private static List<Tokens> prompts;

    @BeforeAll
    static void open() {
        PyTorch.call(() -> {
            manager = PyTorch.newManager();
            unet = UNet.open(MODEL.resolve("unet"), manager);
            ClipTokenizer tokenizer = ClipTokenizer.open(MODEL.resolve("tokenizer"));
            prompts = Stream.of("", "a red car on the street", "a blue car on the street")
                    .map(tokenizer::encode)
                    .toList();
            NDArray encoded =
                    ClipTextModel.open(MODEL.resolve("text_encoder"), manager).forward(manager, prompts);
            contexts = new Contexts(
                    encoded.get("0:1"), encoded.get("1:2"), List.of(encoded.get("2:3"), encoded.get("1:2")));
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

    private static Variant variant(int target, Edit edit, Optional<FeatureInjection> injection) {
        Span early = new Span(0, 2);
        return new Variant(
                target,
                new During(early, edit),
                new During(new Span(0, 1), new SelfReplace()),
                64,
                injection,
                Optional.empty());
    }

    private static Variant swap() {
        Alignment a = Alignment.swap(prompts.get(1), prompts.get(2), Alignment.Mode.ALIGNED);
        return variant(0, new Replace(a), Optional.empty());
    }

    private static Variant phrase() {
        Alignment a = Alignment.refine(prompts.get(1), prompts.get(2), Alignment.Mode.ALIGNED);
        return variant(0, new Refine(a), Optional.empty());
    }

    private static Variant injected() {
        FeatureInjection injection =
                new FeatureInjection(unet.injectedResnet(), new Span(0, 2), unet.decoderAttentions(), new Span(0, 1));
        return variant(0, Edit.NONE, Optional.of(injection));
    }

    private static final UnaryOperator<FeatureControl> WHOLE = features -> features;

    /** Runs and returns what the proof tells. */
    private static String run(
            List<Variant> variants,
            UnaryOperator<AttentionControl> cut,
            UnaryOperator<FeatureControl> featureCut,
            SourcePath path,
            int rowsAtOnce) {
        return PyTorch.call(() -> {
            try (NDScope scope = new NDScope();
                    AttentionStore store = new AttentionStore(manager, site -> false, false)) {
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

    private static String run(Variant variant, UnaryOperator<AttentionControl> cut) {
        return run(List.of(variant), cut, WHOLE, SourcePath.unkept(), Integer.MAX_VALUE);
    }

    private static void fails(String told, Variant variant, UnaryOperator<AttentionControl> cut) {
        String message = messageOf(() -> run(variant, cut));
        assertTrue(message.contains(told), message);
    }

    /** Returns the message of the fault, which the engine's thread may have wrapped. */
    private static String messageOf(Runnable run) {
        Throwable fault = assertThrows(RuntimeException.class, run::run);
        while (fault.getCause() != null) fault = fault.getCause();
        assertEquals(IllegalStateException.class, fault.getClass(), String.valueOf(fault));
        return fault.getMessage();
    }

    /** Hands on all that the control says; subclasses cut something. */
    private static class Whole implements AttentionControl {
        final AttentionControl control;

        Whole(AttentionControl control) {
            this.control = control;
        }

        @Override
        public boolean wants(Site site) {
            return control.wants(site);
        }

        @Override
        public int firstRow() {
            return control.firstRow();
        }

        @Override
        public Optional<Witness> witness(Site site) {
            return control.witness(site);
        }

        @Override
        public Optional<NDArray> ready(Site site) {
            return control.ready(site);
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            return control.apply(maps, site);
        }
    }

    /** The control counts, but the maps that the network built are used. */
    private static final class Ignored extends Whole {
        Ignored(AttentionControl control) {
            super(control);
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            NDArray built = maps.duplicate();
            control.apply(maps, site);
            return built;
        }
    }

    private static final class WrongRow extends Whole {
        WrongRow(AttentionControl control) {
            super(control);
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            return control.apply(maps, site).flip(0);
        }
    }

    /** One layer alone is left out, whichever it is. */
    private static final class OneLayer extends Whole {
        final String layer;

        OneLayer(AttentionControl control, String layer) {
            super(control);
            this.layer = layer;
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            NDArray built = maps.duplicate();
            NDArray edited = control.apply(maps, site);
            return site.name().equals(layer) ? built : edited;
        }
    }

    private static final class Unseen extends Whole {
        Unseen(AttentionControl control) {
            super(control);
        }

        @Override
        public Optional<Witness> witness(Site site) {
            return Optional.empty();
        }
    }

    /** Maps of an earlier walk arrive, halved. */
    private static final class Faded extends Whole {
        Faded(AttentionControl control) {
            super(control);
        }

        @Override
        public Optional<NDArray> ready(Site site) {
            return control.ready(site).map(maps -> maps.mul(.5));
        }
    }

    @Test
    void anUncutRunIsProvedInEveryLayer() {
        for (Variant variant : List.of(swap(), phrase())) {
            String proof = run(variant, Whole::new);
            assertTrue(proof.contains("all unlike the target's own"), proof);
        }
        // Where the source's queries and keys were injected, its self-attention maps arise by themselves.
        String proof = run(injected(), Whole::new);
        assertTrue(proof.matches(".*[1-9]\\d* unlike the target's own and [1-9]\\d* equal to it anyway.*"), proof);
    }

    /** Whatever a target would draw by itself: where it is the source, its maps are the source's anyway. */
    @Test
    void whatIsEqualAnywayIsToldApart() {
        Variant same = variant(1, new Replace(Alignment.identity(77)), Optional.empty());
        String proof = run(same, Whole::new);
        assertTrue(proof.matches("Looked at as used: (\\d+) edited, 0 unlike the target's own and \\1 equal.*"), proof);
    }

    @Test
    void mapsThatAreNotUsedEndTheRun() {
        for (Variant variant : List.of(swap(), phrase())) {
            fails("not what its edit gives", variant, Ignored::new);
        }
        // Of two rows: the target's goes to the source and the other way round.
        fails("The control did not act as planned. In step 1", phrase(), WrongRow::new);
    }

    @Test
    void oneLayerThatIsLeftOutEndsTheRun() {
        List<Site> cross = unet.sites(SIDE, SIDE).stream().filter(Site::cross).toList();
        for (Site site : List.of(cross.get(0), cross.get(cross.size() - 1))) {
            fails(site.name(), swap(), control -> new OneLayer(control, site.name()));
        }
    }

    @Test
    void aWeightThatIsNotAppliedEndsTheRun() {
        Edit weighed = new Reweight(new Replace(Alignment.identity(77)), java.util.Collections.nCopies(77, 2f));
        Variant variant = variant(1, weighed, Optional.empty());
        fails("not what its edit gives", variant, Ignored::new);
    }

    @Test
    void aRunThatNobodySawEnds() {
        fails("nobody saw", swap(), Unseen::new);
    }

    @Test
    void mapsOfAnEarlierWalkAreProvedToo() {
        PyTorch.call(() -> {
            try (SourcePath path = SourcePath.kept(manager, STEPS, unet.sites(SIDE, SIDE), 1024, 1L << 30)) {
                String first = run(List.of(swap()), Whole::new, WHOLE, path, Integer.MAX_VALUE);
                String again = run(List.of(swap()), Whole::new, WHOLE, path, Integer.MAX_VALUE);
                assertTrue(first.contains(" edited, all unlike") && again.contains(" edited, all unlike"), again);
                String message = messageOf(() -> run(List.of(swap()), Faded::new, WHOLE, path, Integer.MAX_VALUE));
                assertTrue(message.contains("not what its edit gives"), message);
            }
            return null;
        });
    }

    /** Also where each half of the guidance has a network call of its own. */
    @Test
    void twoCallsAStepAreProvedToo() {
        assertTrue(run(List.of(phrase()), Whole::new, WHOLE, SourcePath.unkept(), 1)
                .contains(" edited, all unlike"));
        String message = messageOf(() -> run(List.of(phrase()), Ignored::new, WHOLE, SourcePath.unkept(), 1));
        assertTrue(message.contains("not what its edit gives"), message);
    }

    /** The control counts, but the features that the network built are used. */
    private record IgnoredFeatures(FeatureControl control) implements FeatureControl {
        @Override
        public boolean wants(String layer) {
            return control.wants(layer);
        }

        @Override
        public NDArray apply(NDArray features, String layer) {
            control.apply(features, layer);
            return features;
        }

        @Override
        public void used(NDArray built, NDArray used, String layer) {
            control.used(built, used, layer);
        }
    }

    @Test
    void featuresThatAreNotUsedEndTheRun() {
        String message = messageOf(() ->
                run(List.of(injected()), Whole::new, IgnoredFeatures::new, SourcePath.unkept(), Integer.MAX_VALUE));
        assertTrue(message.contains("conv2") || message.contains("to_q"), message);
    }
}
