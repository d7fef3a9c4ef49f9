package org.prompttoprompt.sweep;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.Site;

/** Maps that are shown without being those that were used end the run, of a plain generation too. */
class ShownMapsProofTest {
    private static ProvedRun proved;

    @BeforeAll
    static void open() {
        proved = new ProvedRun();
    }

    @AfterAll
    static void close() {
        proved.close();
    }

    private static String run(boolean edits, UnaryOperator<AttentionControl> cut) {
        return proved.run(
                edits ? List.of(proved.swap()) : List.of(),
                cut,
                features -> features,
                SourcePath.unkept(),
                Integer.MAX_VALUE,
                Site::cross,
                true);
    }

    /** Half of the maps is used, or half of them is shown. */
    private static final class Cut extends WholeControl {
        private final boolean lies;

        Cut(AttentionControl control, boolean lies) {
            super(control);
            this.lies = lies;
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            if (!lies) return control.apply(maps, site).mul(0.5);
            NDArray used = control.apply(maps, site).duplicate();
            control.apply(maps.mul(0.5), site);
            return used;
        }
    }

    @Test
    void aWholeHookIsNoFault() {
        assertTrue(run(false, control -> control).contains("left alone"));
        assertTrue(run(true, control -> control).contains("edited"));
    }

    @Test
    void whatAGenerationShowsIsWhatWasUsed() {
        String used = ProvedRun.messageOf(() -> run(false, control -> new Cut(control, false)));
        assertTrue(used.contains("is not the row's own"), used);
        String shown = ProvedRun.messageOf(() -> run(false, control -> new Cut(control, true)));
        assertTrue(shown.contains("kept to be shown"), shown);
    }

    @Test
    void whatAnEditShowsIsWhatWasUsed() {
        String shown = ProvedRun.messageOf(() -> run(true, control -> new Cut(control, true)));
        assertTrue(shown.contains("kept to be shown"), shown);
    }
}
