package org.prompttoprompt.sweep;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.p2p.Variant;

/** Half precision rounds more than an edit of a small model changes in the worst case: the proof must tell a cut hook all the same. */
class HalfProofTest {
    private static ProvedRun proved;

    @BeforeAll
    static void open() {
        proved = new ProvedRun(Precision.BFLOAT16);
    }

    @AfterAll
    static void close() {
        proved.close();
    }

    @Test
    void anUncutRunIsProved() {
        for (Variant variant : List.of(proved.swap(), proved.phrase(ProvedRun.EARLY), proved.injected())) {
            String proof = proved.run(variant, WholeControl::new);
            assertTrue(proof.matches("Looked at as used: \\d+ edited, (all|[1-9]\\d*) unlike.*"), proof);
        }
    }

    @Test
    void mapsThatAreNotUsedEndTheRun() {
        for (Variant variant : List.of(proved.swap(), proved.phrase(ProvedRun.EARLY))) {
            String message = ProvedRun.messageOf(() -> proved.run(variant, ProofTest.Ignored::new));
            assertTrue(message.contains("not what its edit gives"), message);
        }
    }

    @Test
    void oneLayerThatIsLeftOutEndsTheRun() {
        Site site = proved.sites().stream().filter(Site::cross).findFirst().orElseThrow();
        String message = ProvedRun.messageOf(
                () -> proved.run(proved.swap(), control -> new ProofTest.OneLayer(control, site.name())));
        assertTrue(message.contains(site.name()), message);
    }
}
