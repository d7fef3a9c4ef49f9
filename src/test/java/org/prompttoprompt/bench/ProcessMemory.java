package org.prompttoprompt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident size of this process and its peak, in bytes; not a number but on Linux. */
final class ProcessMemory {
    private static final Path SELF = Path.of("/proc/self");

    private ProcessMemory() {}

    /** Forgets the peak so far. */
    static void forgetPeak() {
        try {
            Files.writeString(SELF.resolve("clear_refs"), "5");
        } catch (IOException e) {
            // Where Linux does not allow it, and elsewhere, the peak is that of the whole run.
        }
    }

    /** Returns the most that was resident since it was forgotten. */
    static double peak() throws IOException {
        return bytes("VmHWM:");
    }

    /** Returns what is resident. */
    static double now() throws IOException {
        return bytes("VmRSS:");
    }

    private static double bytes(String key) throws IOException {
        Path status = SELF.resolve("status");
        if (!Files.exists(status)) return Double.NaN;
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(key))
                .mapToDouble(line -> 1024. * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(Double.NaN);
    }
}
