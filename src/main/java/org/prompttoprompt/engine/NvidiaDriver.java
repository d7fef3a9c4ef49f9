package org.prompttoprompt.engine;

import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The driver of NVIDIA's GPUs, as the system tells it without loading it.
 *
 * @param version of the driver, empty where the system does not tell
 */
public record NvidiaDriver(String version) {
    private static final Path LINUX = Path.of("/proc/driver/nvidia/version");
    private static final Pattern VERSION = Pattern.compile("\\b(\\d{3})\\.(\\d{1,3})(?:\\.\\d+)?\\b");
    /** The first that runs what is built for CUDA 12 (https://docs.nvidia.com/deploy/cuda-compatibility). */
    private static final int LEAST = 525;

    /** Returns the driver of this computer, if it has one. */
    public static Optional<NvidiaDriver> find() {
        if (!Platform.isWindows()) return find(LINUX);
        String system = System.getenv("SystemRoot");
        Path library = Path.of(system == null ? "C:\\Windows" : system, "System32", "nvcuda.dll");
        return Files.exists(library) ? Optional.of(new NvidiaDriver("")) : Optional.empty();
    }

    static Optional<NvidiaDriver> find(Path file) {
        try {
            Matcher m = VERSION.matcher(Files.readString(file));
            return Optional.of(new NvidiaDriver(m.find() ? m.group() : ""));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns whether it is too old for the libraries; one whose version is not told is tried. */
    public boolean isTooOld() {
        return !version.isEmpty() && Integer.parseInt(version.substring(0, 3)) < LEAST;
    }
}
