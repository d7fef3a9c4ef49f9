package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.*;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstructionsTest {
    @TempDir
    private Path folder;

    private Instructions linux(String cpuInfo) throws Exception {
        return Instructions.ofLinux(Files.writeString(folder.resolve("cpuinfo"), cpuInfo));
    }

    @Test
    void linuxTellsThemByTheFlagsOfItsFirstProcessor() throws Exception {
        assertEquals(Instructions.AVX2, linux("processor\t: 0\nflags\t\t: fpu avx avx2 bmi2\n\nflags\t: avx512f\n"));
        assertEquals(Instructions.AVX512, linux("flags\t\t: fpu avx2 avx512f avx512bw\n"));
        assertEquals(Instructions.NONE, linux("flags\t\t: fpu avx\n"));
        assertEquals(Instructions.UNKNOWN, linux("processor: 0\n"));
        assertEquals(Instructions.UNKNOWN, Instructions.ofLinux(folder.resolve("none")));
    }

    @Test
    void windowsTellsThemByNumbers() {
        assertEquals(Instructions.AVX512, Instructions.ofWindows(feature -> feature == 40 || feature == 41));
        assertEquals(Instructions.AVX2, Instructions.ofWindows(feature -> feature == 40));
        assertEquals(Instructions.NONE, Instructions.ofWindows(feature -> feature == 17));
    }

    @Test
    void theyAreOneSentenceAndWhereToLook() {
        assertEquals(
                "This processor has AVX2 and no AVX512. What an edit takes with that is told in Documentation > Speed and"
                        + " memory.",
                Instructions.AVX2.inWords());
        assertEquals("", Instructions.UNKNOWN.inWords());
        assertTrue(Instructions.here().startsWith("This processor "), Instructions.here());
    }
}
