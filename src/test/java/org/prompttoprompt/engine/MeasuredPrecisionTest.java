package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured is measured once: a second time it might come out otherwise, and the images with it. */
class MeasuredPrecisionTest {
    private static final List<Precision> HALF = List.of(Precision.BFLOAT16);
    private static final String WHERE = "cpu, Some Processor avx2, libtorch 2.7.1, threads: 2";

    @TempDir
    private Path cache;

    private String before;
    private final List<Precision> asked = new ArrayList<>();

    @BeforeEach
    void another() {
        before = System.getProperty(CacheFolder.SETTING);
        System.setProperty(CacheFolder.SETTING, cache.toString());
    }

    @AfterEach
    void back() {
        if (before == null) System.clearProperty(CacheFolder.SETTING);
        else System.setProperty(CacheFolder.SETTING, before);
    }

    private MeasuredPrecision.Clock needing(double half) {
        return (precision, enough) -> {
            asked.add(precision);
            return precision == Precision.FLOAT32 ? 0.02 : half;
        };
    }

    private MeasuredPrecision of(String where, double half) {
        asked.clear();
        return MeasuredPrecision.of(where, HALF, needing(half));
    }

    private Path file() throws Exception {
        try (Stream<Path> files = Files.list(cache)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all.toString());
            return all.get(0);
        }
    }

    @Test
    void theFirstMeasurementStays() {
        MeasuredPrecision first = of(WHERE, 0.005);
        assertEquals(List.of(Precision.FLOAT32, Precision.BFLOAT16), asked);
        assertEquals(Precision.BFLOAT16, first.fastest());
        assertEquals(4, first.speed(Precision.BFLOAT16), 1e-12);
        MeasuredPrecision second = of(WHERE, 9);
        assertEquals(first, second);
        assertEquals(List.of(), asked);
        assertEquals(
                Precision.FLOAT32,
                MeasuredPrecision.again(WHERE, HALF, needing(9)).fastest());
        assertEquals(Precision.FLOAT32, of(WHERE, 0.005).fastest(), "the last one stays");
    }

    /** Another device, processor, number of threads or libtorch is measured by itself. */
    @Test
    void eachComputerHasItsOwn() {
        of(WHERE, 0.005);
        assertEquals(
                Precision.FLOAT32, of(WHERE.replace("2.7.1", "2.8.0"), 0.03).fastest());
        assertEquals(Precision.BFLOAT16, of(WHERE, 9).fastest());
        List<String> words =
                MeasuredPrecision.all().stream().map(MeasuredPrecision::inWords).toList();
        assertEquals(2, words.size());
        assertTrue(
                words.contains(
                        "Measured once on " + WHERE + ": float32 0.0200 s, bfloat16 0.0050 s. bfloat16 is taken."),
                words.toString());
    }

    @Test
    void whatCannotBeReadIsMeasuredAgain() throws Exception {
        of(WHERE, 0.005);
        String sound = Files.readString(file());
        for (String broken : List.of(
                "",
                "another computer\nfloat32=0.02\nbfloat16=0.005\n",
                WHERE + "\nfloat32=0.02\n",
                WHERE + "\nbfloat16=0.005\n",
                sound.replace("0.005", "NaN"),
                sound.replace("0.005", "-1"),
                sound.replace("0.02", "Infinity"),
                sound.replace("0.005", "fast"),
                sound.replace("bfloat16", "bfloat8"))) {
            assertNotEquals(sound, broken);
            Files.writeString(file(), broken);
            assertEquals(Precision.FLOAT32, of(WHERE, 0.03).fastest(), broken);
            assertFalse(asked.isEmpty(), broken);
        }
        Files.write(file(), new byte[] {(byte) 0xff, 0, (byte) 0xfe});
        of(WHERE, 0.03);
        assertFalse(asked.isEmpty());
        Files.writeString(file(), sound);
        of(WHERE, 0.03);
        assertTrue(asked.isEmpty());
    }

    /** What other programs do meanwhile must not decide a near thing. */
    @Test
    void aNearThingIsMeasuredInTurns() {
        double[] single = {0.02, 0.03, 0.03};
        double[] half = {0.018, 0.018, 0.012};
        int[] at = new int[2];
        MeasuredPrecision measured = MeasuredPrecision.of(
                WHERE, HALF, (precision, enough) -> precision == Precision.FLOAT32 ? single[at[0]++] : half[at[1]++]);
        assertEquals(Map.of(Precision.FLOAT32, 0.02, Precision.BFLOAT16, 0.012), measured.seconds());
        of("far", 0.5);
        assertEquals(2, asked.size());
        // Another program ran while half precision was measured first: it is no more than twice as slow.
        double[] disturbed = {0.13, 0.04, 0.05};
        int[] turn = new int[1];
        MeasuredPrecision found = MeasuredPrecision.of(
                "disturbed", HALF, (precision, enough) -> precision == Precision.FLOAT32 ? 0.02 : disturbed[turn[0]++]);
        assertTrue(found.has(Precision.BFLOAT16), found.inWords());
    }

    /** Several users of a computer may share the folder, each with the choices of who may write it. */
    @Test
    void whatIsKeptIsForAllWhoMayReadTheFolder() throws Exception {
        of(WHERE, 0.005);
        Path kept = file();
        Path plain = Files.writeString(cache.resolve("plain"), "");
        if (plain.getFileSystem().supportedFileAttributeViews().contains("posix"))
            assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(kept));
    }

    /** One try is enough to know that a processor has no instructions for it. */
    @Test
    void whatTakesLongIsNotTriedAgain() {
        List<Double> limits = new ArrayList<>();
        MeasuredPrecision slow = MeasuredPrecision.of(WHERE, HALF, (precision, enough) -> {
            limits.add(enough);
            return precision == Precision.FLOAT32 ? 0.02 : Double.MAX_VALUE;
        });
        assertEquals(List.of(Double.MAX_VALUE, 0.08), limits);
        assertEquals(Precision.FLOAT32, slow.fastest());
        assertFalse(slow.has(Precision.BFLOAT16));
        assertTrue(slow.inWords().contains("bfloat16 not at all"), slow.inWords());
        assertEquals(slow, MeasuredPrecision.of(WHERE, HALF, needing(0.001)));
    }

    @Test
    void whatCannotBeKeptIsToldToBe() throws Exception {
        of(WHERE, 0.005);
        Path file = file();
        Files.delete(file);
        Files.createDirectories(file.resolve("full"));
        MeasuredPrecision here = of(WHERE, 0.005);
        assertFalse(here.kept());
        assertTrue(here.inWords().endsWith("cannot be written: single precision is taken here."), here.inWords());
    }

    /** Unasked, float16 is taken only where there is no bfloat16: it has not the range. */
    @Test
    void whatIsMeasured() {
        assertEquals(HALF, ChosenPrecision.ofTheRange(List.of(Precision.BFLOAT16, Precision.FLOAT16)));
        assertEquals(List.of(Precision.FLOAT16), ChosenPrecision.ofTheRange(List.of(Precision.FLOAT16)));
    }

    @Test
    void theProcessorIsCalledByItsNameAndWhatItHasForHalfPrecision() throws Exception {
        Path file = cache.resolve("cpuinfo");
        Files.writeString(
                file,
                "processor\t: 0\nmodel name\t: Some Processor @ 2.00GHz\nflags\t\t: fpu avx2 avx512_bf16 amx_bf16 sse\n"
                        + "processor\t: 1\nmodel name\t: Some Processor @ 2.00GHz\nflags\t\t: fpu avx2\n");
        assertEquals("Some Processor @ 2.00GHz avx2 avx512_bf16 amx_bf16", ComputerName.processor(file));
        Files.writeString(file, "CPU implementer\t: 0x41\nCPU part\t: 0xd40\nFeatures\t: fp asimd bf16\n");
        assertEquals("0x41 0xd40 bf16", ComputerName.processor(file));
        assertEquals("", ComputerName.processor(cache.resolve("none")));
        assertFalse(ComputerName.processor().isEmpty());
        assertEquals("", ComputerName.gpu(99));
    }
}
