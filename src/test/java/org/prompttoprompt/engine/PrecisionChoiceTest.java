package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;

class PrecisionChoiceTest {
    private static final String SETTING = "prompttoprompt.precision";

    @TempDir
    private Path cache;

    @RegisterExtension
    private final OwnCache own = new OwnCache(() -> cache, SETTING);

    @Test
    void whatIsChosenIsForAllModelsUnlessASettingSaysOtherwise() {
        System.setProperty(SETTING, ""); // what is set for tests
        assertEquals(Optional.empty(), ChosenPrecision.set());
        PrecisionChoice.MEASURED.write();
        assertEquals(Optional.of("auto"), ChosenPrecision.set());
        System.setProperty(SETTING, "bfloat16");
        assertEquals(Optional.of("bfloat16"), ChosenPrecision.set());
        System.setProperty(SETTING, "");
        PrecisionChoice.SINGLE.write();
        assertEquals(Optional.of("float32"), ChosenPrecision.set());
        PrecisionChoice.USUAL.write();
        assertEquals(Optional.empty(), ChosenPrecision.set());
    }

    @Test
    void whatCannotBeKeptIsToldWithTheCureAndTheFormerChoiceStays() throws Exception {
        Path file = cache.resolve("precision.txt");
        Files.createDirectories(file.resolve("full"));
        String told =
                assertThrows(Refusal.class, PrecisionChoice.MEASURED::write).getMessage();
        assertTrue(told.startsWith(file + " cannot be written, because ") && told.contains(CacheFolder.SETTING), told);
        assertEquals(PrecisionChoice.USUAL, PrecisionChoice.read());
        try (Stream<Path> left = Files.list(cache)) {
            assertEquals(List.of(file), left.toList(), "half of a file is left");
        }
    }

    @Test
    void aFileThatSaysNothingChoosesNothing() throws Exception {
        Files.writeString(cache.resolve("precision.txt"), "double");
        assertEquals(PrecisionChoice.USUAL, PrecisionChoice.read());
        Files.write(cache.resolve("precision.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertEquals(PrecisionChoice.USUAL, PrecisionChoice.read());
    }

    @Test
    void aDamagedFileIsToldWithItsCure() throws Exception {
        System.setProperty(SETTING, ""); // what is set for tests
        assertEquals(Optional.empty(), PrecisionChoice.problem(), "there is none");
        PrecisionChoice.SINGLE.write();
        assertEquals(Optional.empty(), PrecisionChoice.problem());
        Path file = cache.resolve("precision.txt");
        for (byte[] damaged : List.of("floa".getBytes(), new byte[] {(byte) 0xff, (byte) 0xfe, 0}, new byte[0])) {
            Files.write(file, damaged);
            assertEquals(
                    file + ", which keeps the precision that was chosen, is damaged. It is as if none was. Choose it"
                            + " again in Models... > Engine (models engine usual, or float32, or auto).",
                    PrecisionChoice.problem().orElseThrow());
        }
        Files.delete(file);
        Files.createDirectory(file);
        assertTrue(PrecisionChoice.problem()
                .orElseThrow()
                .contains(", which keeps the precision that was chosen, cannot be read ("));
        System.setProperty(SETTING, "float32");
        assertEquals(Optional.empty(), PrecisionChoice.problem(), "a setting goes before it");
    }
}
