package org.prompttoprompt.sweep;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Variant;

/** What an edit must leave as it is, the rows without a prompt, the source's features, its kept and shown maps, is looked at too. */
class UneditedRowsProofTest {
    private static ProvedRun proved;

    @BeforeAll
    static void open() {
        proved = new ProvedRun();
    }

    @AfterAll
    static void close() {
        proved.close();
    }

    /** The control's own rows are right; those before them, which have no prompt, are halved. */
    private static final class OtherHalf extends WholeControl {
        OtherHalf(AttentionControl control) {
            super(control);
        }

        @Override
        public int firstRow() {
            return 0;
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            int first = control.firstRow();
            if (first == 0) return control.apply(maps, site);
            NDArray before = maps.get("0:" + first).mul(0.5);
            return before.concat(control.apply(maps.get(first + ":"), site), 0);
        }
    }

    @Test
    void rowsWithoutAPromptAreLeftAlone() {
        String message = ProvedRun.messageOf(() -> proved.run(proved.swap(), OtherHalf::new));
        assertTrue(message.contains("is not the row's own"), message);
    }

    /** Half of the source's map is kept, the whole one is used. */
    private static final class KeepsHalf extends WholeControl {
        KeepsHalf(AttentionControl control) {
            super(control);
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            control.apply(maps.mul(0.5), site);
            return control.apply(maps, site);
        }
    }

    @Test
    void theMapsThatAreKeptAreTheSources() {
        PyTorch.call(() -> {
            try (SourcePath path = proved.keptPath()) {
                String message = ProvedRun.messageOf(() -> proved.run(
                        List.of(proved.swap()),
                        KeepsHalf::new,
                        features -> features,
                        path,
                        Integer.MAX_VALUE,
                        site -> false));
                assertTrue(message.contains("the map that is kept is not the source's"), message);
            }
            return null;
        });
    }

    /** Of the target's own map half is shown, and where the edit reads it, half of it in the edited one. */
    private static final class ShowsHalfOfTheTarget extends WholeControl {
        ShowsHalfOfTheTarget(AttentionControl control) {
            super(control);
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            NDArray used = control.apply(maps, site).duplicate();
            control.apply(NDArrays.stack(new NDList(maps.get(0), maps.get(1).mul(0.5))), site);
            return used;
        }
    }

    private static void showsWhatWasUsed(Variant variant, String step) {
        String message = ProvedRun.messageOf(() -> proved.run(
                List.of(variant),
                ShowsHalfOfTheTarget::new,
                features -> features,
                SourcePath.unkept(),
                Integer.MAX_VALUE,
                Site::cross));
        assertTrue(message.contains("kept to be shown") && message.contains(step), message);
    }

    @Test
    void theShownMapsOfATargetAreThoseThatWereUsed() {
        // An added phrase reads the target's columns while it edits; a swap leaves the target alone from step 3 on.
        showsWhatWasUsed(proved.phrase(new Span(0, ProvedRun.STEPS)), "In step 1");
        showsWhatWasUsed(proved.swap(), "In step 3");
    }

    /** The targets get the source's features, and the source itself half of them. */
    private record HalvedSource(FeatureControl control) implements FeatureControl {
        @Override
        public boolean wants(String layer) {
            return control.wants(layer);
        }

        @Override
        public NDArray apply(NDArray features, String layer) {
            NDArray injected = control.apply(features, layer);
            return NDArrays.concat(new NDList(injected.get("0:1").mul(0.5), injected.get("1:")));
        }

        @Override
        public void used(NDArray built, NDArray used, String layer) {
            control.used(built, used, layer);
        }
    }

    @Test
    void theSourceKeepsItsFeatures() {
        String message = ProvedRun.messageOf(() -> proved.run(
                List.of(proved.injected()),
                WholeControl::new,
                HalvedSource::new,
                SourcePath.unkept(),
                Integer.MAX_VALUE,
                site -> false));
        assertTrue(message.contains("is not the row's own"), message);
    }
}
