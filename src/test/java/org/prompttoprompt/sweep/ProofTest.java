package org.prompttoprompt.sweep;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.attention.Witness;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.Reweight;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.text.Alignment;

/** The hook is cut in several ways between the control and the network, and the run must fail. */
class ProofTest {
    private static final UnaryOperator<FeatureControl> WHOLE = features -> features;
    private static final Predicate<Site> HIDDEN = site -> false;

    private static ProvedRun proved;

    @BeforeAll
    static void open() {
        proved = new ProvedRun();
    }

    @AfterAll
    static void close() {
        proved.close();
    }

    private static void fails(String expected, Variant variant, UnaryOperator<AttentionControl> cut) {
        String message = ProvedRun.messageOf(() -> proved.run(variant, cut));
        assertTrue(message.contains(expected), message);
    }

    /** The control counts, but the maps that the network built are used. */
    static final class Ignored extends WholeControl {
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

    private static final class WrongRow extends WholeControl {
        WrongRow(AttentionControl control) {
            super(control);
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            return control.apply(maps, site).flip(0);
        }
    }

    /** One layer alone is left out, whichever it is. */
    static final class OneLayer extends WholeControl {
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

    private static final class Unseen extends WholeControl {
        Unseen(AttentionControl control) {
            super(control);
        }

        @Override
        public Optional<Witness> witness(Site site) {
            return Optional.empty();
        }
    }

    /** Maps of an earlier walk arrive, halved. */
    private static final class Faded extends WholeControl {
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
        for (Variant variant : List.of(proved.swap(), proved.phrase(ProvedRun.EARLY))) {
            String proof = proved.run(variant, WholeControl::new);
            assertTrue(proof.contains("all unlike the target's own"), proof);
        }
        // Where the source's queries and keys were injected, its self-attention maps arise by themselves.
        String proof = proved.run(proved.injected(), WholeControl::new);
        assertTrue(proof.matches(".*[1-9]\\d* unlike the target's own and [1-9]\\d* not told apart from it.*"), proof);
    }

    /** Whatever a target would draw by itself: where it is the source, its maps are the source's anyway. */
    @Test
    void whatIsTheTargetsOwnAnywayIsCounted() {
        Variant same = ProvedRun.variant(1, new Replace(Alignment.identity(77)), ProvedRun.EARLY, Optional.empty());
        String proof = proved.run(same, WholeControl::new);
        assertTrue(
                proof.matches("Looked at as used: (\\d+) edited, 0 unlike the target's own and \\1 not told.*"), proof);
    }

    @Test
    void mapsThatAreNotUsedEndTheRun() {
        for (Variant variant : List.of(proved.swap(), proved.phrase(ProvedRun.EARLY))) {
            fails("not what its edit gives", variant, Ignored::new);
        }
        // Of two rows: the target's goes to the source and the other way round.
        fails("The control did not act as planned. In step 1", proved.phrase(ProvedRun.EARLY), WrongRow::new);
    }

    @Test
    void oneLayerThatIsLeftOutEndsTheRun() {
        List<Site> cross = proved.sites().stream().filter(Site::cross).toList();
        for (Site site : List.of(cross.get(0), cross.get(cross.size() - 1))) {
            fails(site.name(), proved.swap(), control -> new OneLayer(control, site.name()));
        }
    }

    @Test
    void aWeightThatIsNotAppliedEndsTheRun() {
        Edit weighed = new Reweight(new Replace(Alignment.identity(77)), java.util.Collections.nCopies(77, 2f));
        Variant variant = ProvedRun.variant(1, weighed, ProvedRun.EARLY, Optional.empty());
        fails("not what its edit gives", variant, Ignored::new);
    }

    @Test
    void aRunThatNobodySawEnds() {
        fails("nobody saw", proved.swap(), Unseen::new);
    }

    @Test
    void mapsOfAnEarlierWalkAreProvedToo() {
        PyTorch.call(() -> {
            try (SourcePath path = proved.keptPath()) {
                String first =
                        proved.run(List.of(proved.swap()), WholeControl::new, WHOLE, path, Integer.MAX_VALUE, HIDDEN);
                String again =
                        proved.run(List.of(proved.swap()), WholeControl::new, WHOLE, path, Integer.MAX_VALUE, HIDDEN);
                assertTrue(first.contains(" edited, all unlike") && again.contains(" edited, all unlike"), again);
                String message = ProvedRun.messageOf(
                        () -> proved.run(List.of(proved.swap()), Faded::new, WHOLE, path, Integer.MAX_VALUE, HIDDEN));
                assertTrue(message.contains("not what its edit gives"), message);
            }
            return null;
        });
    }

    /** Also where each half of the guidance has a network call of its own. */
    @Test
    void twoCallsAStepAreProvedToo() {
        assertTrue(proved.run(
                        List.of(proved.phrase(ProvedRun.EARLY)),
                        WholeControl::new,
                        WHOLE,
                        SourcePath.unkept(),
                        1,
                        HIDDEN)
                .contains(" edited, all unlike"));
        String message = ProvedRun.messageOf(() -> proved.run(
                List.of(proved.phrase(ProvedRun.EARLY)), Ignored::new, WHOLE, SourcePath.unkept(), 1, HIDDEN));
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
        String message = ProvedRun.messageOf(() -> proved.run(
                List.of(proved.injected()),
                WholeControl::new,
                IgnoredFeatures::new,
                SourcePath.unkept(),
                Integer.MAX_VALUE,
                HIDDEN));
        assertTrue(message.contains("conv2") || message.contains("to_q"), message);
    }
}
