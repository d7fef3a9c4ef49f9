package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.*;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How weights are held, as it is chosen and set. */
class HeldAsTest {
    private static final String SETTING = "prompttoprompt.weights";

    @TempDir
    private Path cache;

    @RegisterExtension
    private final OwnCache own = new OwnCache(() -> cache, SETTING);

    @Test
    void whatIsChosenCountsUnlessASettingSaysOtherwise() {
        assertEquals(HeldAs.FULL, HeldAs.chosen());
        HeldAs.INT8.write();
        assertEquals(HeldAs.INT8, HeldAs.chosen());
        assertEquals("is chosen in Models... > Engine", HeldAs.asked());
        System.setProperty(SETTING, "full");
        assertEquals(HeldAs.FULL, HeldAs.chosen());
        assertEquals(HeldAs.INT8, HeldAs.kept());
        assertEquals("PROMPTTOPROMPT_WEIGHTS says", HeldAs.asked());
        System.clearProperty(SETTING);
        HeldAs.FULL.write();
        assertEquals(HeldAs.FULL, HeldAs.chosen());
    }

    @Test
    void aDamagedFileIsToldWithItsCure() throws Exception {
        assertEquals(Optional.empty(), HeldAs.problem());
        Path file = Files.writeString(cache.resolve("weights.txt"), "int4");
        assertEquals(HeldAs.FULL, HeldAs.chosen());
        assertEquals(
                file
                        + ", which keeps the way to hold weights that was chosen, is damaged. It is as if none was. Choose it"
                        + " again in Models... > Engine (models engine full, or int8).",
                HeldAs.problem().orElseThrow());
        System.setProperty(SETTING, "int8");
        assertEquals(Optional.empty(), HeldAs.problem(), "a setting goes before it");
        System.clearProperty(SETTING);
        HeldAs.INT8.write();
        assertEquals(Optional.empty(), HeldAs.problem(), "the cure helps");
    }
}
