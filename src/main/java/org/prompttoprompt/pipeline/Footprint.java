package org.prompttoprompt.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.prompttoprompt.model.StableDiffusion;

/** What a loaded model and the process around it take of memory, in words. */
final class Footprint {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double MEGA = 1e6;

    private Footprint() {}

    static String of(StableDiffusion model) {
        Runtime java = Runtime.getRuntime();
        String network = megabytes(model.memory.network())
                + (model.memory.mapped() > 0
                        ? ", of which " + megabytes(model.memory.mapped()) + " stay in its files"
                        : "");
        return "its network takes " + network + "; Java uses " + megabytes(java.totalMemory() - java.freeMemory())
                + peak(STATUS)
                        .map(bytes -> "; the process has held " + megabytes(bytes) + " at most")
                        .orElse("");
    }

    private static String megabytes(double bytes) {
        return String.format(Locale.ROOT, "%.0f MB", bytes / MEGA);
    }

    /** The most that a process has held, which Linux tells, in bytes. */
    static Optional<Long> peak(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
