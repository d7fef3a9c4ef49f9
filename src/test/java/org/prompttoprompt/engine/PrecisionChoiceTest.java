package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionChoiceTest {
    private static final String SETTING = "prompttoprompt.precision";

    @TempDir
    private Path cache;

    private String before;

    @BeforeEach
    void another() {
        before = System.getProperty(CacheFolder.SETTING);
        System.setProperty(CacheFolder.SETTING, cache.toString());
    }

    @AfterEach
    void back() {
        System.clearProperty(SETTING);
        if (before == null) System.clearProperty(CacheFolder.SETTING);
        else System.setProperty(CacheFolder.SETTING, before);
    }

    @Test
    void theNextStartTakesWhatWasChosenUnlessASettingSaysOtherwise() {
        assertEquals("float32", EngineBoot.precisionSetting());
        PrecisionChoice.MEASURED.write();
        assertEquals("auto", EngineBoot.precisionSetting());
        System.setProperty(SETTING, "bfloat16");
        assertEquals("bfloat16", EngineBoot.precisionSetting());
        System.clearProperty(SETTING);
        PrecisionChoice.SINGLE.write();
        assertEquals("float32", EngineBoot.precisionSetting());
    }

    @Test
    void aFileThatSaysNothingMeansSinglePrecision() throws Exception {
        Files.writeString(cache.resolve("precision.txt"), "double");
        assertEquals(PrecisionChoice.SINGLE, PrecisionChoice.read());
        Files.write(cache.resolve("precision.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertEquals(PrecisionChoice.SINGLE, PrecisionChoice.read());
    }
}
