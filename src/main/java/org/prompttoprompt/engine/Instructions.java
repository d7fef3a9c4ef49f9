package org.prompttoprompt.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;

/** The wide instructions of the processor, on which depends how long a large model takes; what the system tells, so that nothing need be started. */
public enum Instructions {
    AVX512("This processor has AVX512."),
    AVX2("This processor has AVX2 and no AVX512."),
    NONE("This processor has neither AVX512 nor AVX2."),
    /** Of another family, which has none of these. */
    ARM("This processor is an ARM one, which has neither AVX512 nor AVX2 but instructions of its own."),
    UNKNOWN("");

    /** Where to look what that means. */
    private static final String TOLD = " What an edit takes with that is told in Documentation > Speed and memory.";

    /** As Windows numbers them (winnt.h, PF_AVX2_INSTRUCTIONS_AVAILABLE, PF_AVX512F_INSTRUCTIONS_AVAILABLE). */
    private static final int WINDOWS_AVX2 = 40;

    private static final int WINDOWS_AVX512 = 41;
    private static final Path LINUX = Path.of("/proc/cpuinfo");

    private final String sentence;

    Instructions(String sentence) {
        this.sentence = sentence;
    }

    /** Windows' own library. */
    private interface Kernel extends Library {
        boolean IsProcessorFeaturePresent(int feature);
    }

    /** Returns those of this computer, and where to look what they mean; empty where nobody tells. */
    public static String here() {
        return here(System.getProperty("os.arch")).inWords();
    }

    private static Instructions here(String arch) {
        if (arch.equals("aarch64")) return ARM;
        if (Platform.isLinux()) return ofLinux(LINUX);
        if (!Platform.isWindows()) return UNKNOWN; // no libraries are there for other Macs
        try {
            return ofWindows(Native.load("kernel32", Kernel.class)::IsProcessorFeaturePresent);
        } catch (LinkageError e) {
            return UNKNOWN;
        }
    }

    static Instructions ofLinux(Path cpuInfo) {
        try {
            List<String> flags = Files.readAllLines(cpuInfo).stream()
                    .filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> List.of(line.split("\\s+")))
                    .orElse(List.of());
            return flags.isEmpty() ? UNKNOWN : of(flags.contains("avx512f"), flags.contains("avx2"));
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** @param has whether the processor has a feature of that number */
    static Instructions ofWindows(IntPredicate has) {
        return of(has.test(WINDOWS_AVX512), has.test(WINDOWS_AVX2));
    }

    private static Instructions of(boolean avx512, boolean avx2) {
        if (avx512) return AVX512;
        return avx2 ? AVX2 : NONE;
    }

    String inWords() {
        return sentence.isEmpty() ? "" : sentence + TOLD;
    }
}
