package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.Refusal;

/** What is measured is measured once: a second time it might come out otherwise, and the images with it. */
class MeasuredPrecisionTest {
    private static final List<Precision> HALF = List.of(Precision.BFLOAT16);
    private static final String WHERE = "cpu, Some Processor avx2, libtorch 2.7.1, threads: 2";

    @TempDir
    private Path cache;

    @RegisterExtension
    private final OwnCache own = new OwnCache(() -> cache);

    private final List<Precision> asked = Collections.synchronizedList(new ArrayList<>());

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
            List<Path> all =
                    files.filter(one -> !one.endsWith("lock-precision")).toList();
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
                words.contains("Kept from a measurement on " + WHERE
                        + ": float32 0.0200 s, bfloat16 0.0050 s. bfloat16 is taken."),
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

    /** By device, then by threads, whatever came first and whatever the files are called. */
    @Test
    void whatWasMeasuredIsToldInOneOrder() {
        List<String> places = Stream.of("threads: 1", "threads: 2", "threads: 4", "threads: 10", "threads: 16")
                .map(threads -> "cpu, Some Processor, libtorch 2.7.1, " + threads)
                .collect(Collectors.toCollection(ArrayList::new));
        places.addAll(List.of(
                "gpu 0, Some GPU, libtorch 2.7.1",
                "gpu 1, Some GPU, libtorch 2.7.1",
                "gpu 10, Some GPU, libtorch 2.7.1"));
        List<String> others = new ArrayList<>(places);
        Collections.reverse(others);
        others.forEach(where -> of(where, 0.005));
        assertEquals(
                places,
                MeasuredPrecision.all().stream().map(MeasuredPrecision::where).toList());
    }

    /** Measures in a process of its own, which tells that it has begun and waits to go on. */
    static final class Other {
        private Other() {}

        public static void main(String[] none) {
            MeasuredPrecision.of(WHERE, HALF, (precision, enough) -> {
                if (precision != Precision.FLOAT32) return 0.005;
                System.out.println("measures");
                try {
                    System.in.read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return 0.02;
            });
            System.out.println("kept");
        }
    }

    private ProcessBuilder other(String... before) {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(ChildJvm.command());
        command.addAll(List.of(
                "-D" + CacheFolder.SETTING + "=" + cache,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Other.class.getName()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Two at a time would disturb each other, and one's result would be replaced by the other's. */
    @Test
    void whereTwoProcessesStartAtOnceOneMeasuresAndBothTakeIt() throws Exception {
        Process other = other().start();
        try (BufferedReader out = other.inputReader()) {
            assertEquals("measures", out.readLine());
            List<MeasuredPrecision> found = Collections.synchronizedList(new ArrayList<>());
            Thread first = new Thread(() -> found.add(of(WHERE, 9)));
            first.start();
            first.join(500);
            assertEquals(List.of(), List.copyOf(asked), "both measure at a time");
            other.getOutputStream().write('1');
            other.getOutputStream().flush();
            assertEquals("kept", out.readLine());
            first.join(TimeUnit.MINUTES.toMillis(1));
            assertEquals(List.of(), asked, "it was measured a second time");
            assertEquals(
                    Map.of(Precision.FLOAT32, 0.02, Precision.BFLOAT16, 0.005),
                    found.get(0).seconds());
        } finally {
            other.destroyForcibly();
        }
    }

    /** Nor is it disturbed by somebody who measures again. */
    @Test
    void measuringAgainWaitsForAnotherProcess() throws Exception {
        Process other = other().start();
        try (BufferedReader out = other.inputReader()) {
            assertEquals("measures", out.readLine());
            Thread again = new Thread(() -> MeasuredPrecision.again(WHERE, HALF, needing(0.05)));
            again.start();
            again.join(500);
            assertEquals(List.of(), List.copyOf(asked), "both measure at a time");
            other.getOutputStream().write('1');
            other.getOutputStream().flush();
            assertEquals("kept", out.readLine());
            again.join(TimeUnit.MINUTES.toMillis(1));
            assertEquals(Precision.FLOAT32, of(WHERE, 0.001).fastest(), "the last one stays");
        } finally {
            other.destroyForcibly();
        }
    }

    /** As in a folder of somebody else's, whose lock is not ours to write. */
    @Test
    void whereNoLockCanBeHadItIsMeasuredAllTheSame() throws Exception {
        Files.createDirectories(cache.resolve("lock-precision"));
        assertEquals(Precision.BFLOAT16, of(WHERE, 0.005).fastest());
        assertTrue(of(WHERE, 9).kept());
        assertEquals(List.of(), asked);
    }

    /** In a home whose folder is not ours to write it would be looked for there, and not where else it could be written. */
    @Test
    void whatWouldNotBeFoundAgainIsNotKept() throws Exception {
        if (!Files.isDirectory(Path.of("/proc/self"))) return; // a folder that even an administrator cannot write
        String home = System.getProperty("user.home");
        String temporary = System.getProperty("java.io.tmpdir");
        Files.createSymbolicLink(cache.resolve(".prompt-to-prompt"), Path.of("/proc/self"));
        System.clearProperty(CacheFolder.SETTING);
        System.setProperty("user.home", cache.toString());
        System.setProperty(
                "java.io.tmpdir", Files.createDirectory(cache.resolve("tmp")).toString());
        try {
            assertFalse(of(WHERE, 0.005).kept());
            String told =
                    assertThrows(Refusal.class, PrecisionChoice.SINGLE::write).getMessage();
            assertTrue(told.contains(".prompt-to-prompt/precision.txt cannot be written"), told);
        } finally {
            System.setProperty("user.home", home);
            System.setProperty("java.io.tmpdir", temporary);
        }
    }

    /** Several users of a computer may share the folder, each with the choices of who may write it. */
    @Test
    void whatIsKeptIsForAllWhoMayReadTheFolder() throws Exception {
        if (!cache.getFileSystem().supportedFileAttributeViews().contains("posix")) return;
        // As most users' files are made, whatever is usual for who runs this.
        Process other = other("sh", "-c", "umask 022; exec \"$0\" \"$@\"").start();
        other.getOutputStream().close();
        assertTrue(other.waitFor(1, TimeUnit.MINUTES) && other.exitValue() == 0);
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
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
                "processor\t: 0\nmodel name\t: Some Processor @ 2.00GHz\nflags\t\t: fpu avx2 avx512f avx512_bf16 amx_bf16 sse\n"
                        + "processor\t: 1\nmodel name\t: Some Processor @ 2.00GHz\nflags\t\t: fpu avx2\n");
        assertEquals("Some Processor @ 2.00GHz avx2 avx512f avx512_bf16 amx_bf16", ComputerName.processor(file));
        Files.writeString(file, "CPU implementer\t: 0x41\nCPU part\t: 0xd40\nFeatures\t: fp asimd bf16\n");
        assertEquals("0x41 0xd40 bf16", ComputerName.processor(file));
        assertEquals("", ComputerName.processor(cache.resolve("none")));
        assertFalse(ComputerName.processor().isEmpty());
        assertEquals("", ComputerName.gpu(99));
    }
}
