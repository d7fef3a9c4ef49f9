package org.prompttoprompt.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a computer, its processor and its GPU are called, as far as the system tells; empty where it does not. */
final class ComputerName {
    private static final Path LINUX = Path.of("/proc/cpuinfo");
    private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

    /** Instructions that decide how fast layers are: processors of one name may lack them in a virtual machine. */
    private static final List<String> FLAGS = List.of("avx2", "avx512f", "avx512_bf16", "amx_bf16", "bf16");

    private static final int LENGTH = 256;

    private ComputerName() {}

    /** The system's library of Macs. */
    private interface System extends Library {
        int sysctlbyname(String name, byte[] value, LongByReference size, Pointer set, LongByReference length);

        int gethostname(byte[] name, long length);
    }

    /** NVIDIA's driver. */
    private interface Driver extends Library {
        int cuInit(int flags);

        int cuDeviceGet(int[] device, int number);

        int cuDeviceGetName(byte[] name, int length, int device);
    }

    /** Returns the name that the computer has in its network. */
    static String host() {
        if (Platform.isWindows()) return Objects.requireNonNullElse(java.lang.System.getenv("COMPUTERNAME"), "");
        try {
            if (Platform.isLinux()) return Files.readString(HOST).strip();
            byte[] name = new byte[LENGTH];
            return Native.load("c", System.class).gethostname(name, LENGTH) == 0 ? text(name) : "";
        } catch (IOException | LinkageError e) {
            return "";
        }
    }

    /** Returns the processor, with its instructions where Linux tells. */
    static String processor() {
        if (Platform.isLinux()) return processor(LINUX);
        if (Platform.isMac()) return ofMac();
        return Objects.requireNonNullElse(java.lang.System.getenv("PROCESSOR_IDENTIFIER"), "");
    }

    static String processor(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            Stream<String> flags = Stream.of((first(lines, "flags") + " " + first(lines, "Features")).split("\\s+"))
                    .filter(FLAGS::contains);
            Stream<String> name = Stream.of("model name", "CPU implementer", "CPU part")
                    .map(key -> first(lines, key))
                    .filter(value -> !value.isEmpty());
            return Stream.concat(name, flags).distinct().collect(Collectors.joining(" "));
        } catch (IOException e) {
            return "";
        }
    }

    private static String first(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.matches(key + "\\s*:.*"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String ofMac() {
        try {
            byte[] name = new byte[LENGTH];
            int failed = Native.load("c", System.class)
                    .sysctlbyname("machdep.cpu.brand_string", name, new LongByReference(LENGTH), null, null);
            return failed == 0 ? text(name) : "";
        } catch (LinkageError e) {
            return "";
        }
    }

    /** Returns NVIDIA's GPU of this number, as its driver calls it. */
    static String gpu(int number) {
        try {
            Driver driver = Native.load(Platform.isWindows() ? "nvcuda" : "libcuda.so.1", Driver.class);
            int[] device = new int[1];
            byte[] name = new byte[LENGTH];
            boolean told = driver.cuInit(0) == 0
                    && driver.cuDeviceGet(device, number) == 0
                    && driver.cuDeviceGetName(name, LENGTH, device[0]) == 0;
            return told ? text(name) : "";
        } catch (LinkageError e) {
            return "";
        }
    }

    private static String text(byte[] name) {
        int end = 0;
        while (end < name.length && name[end] != 0) end++;
        return new String(name, 0, end, StandardCharsets.UTF_8).strip();
    }
}
