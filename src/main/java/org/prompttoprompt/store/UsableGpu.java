package org.prompttoprompt.store;

import java.util.Optional;
import org.prompttoprompt.engine.NvidiaDriver;

/**
 * The GPU that a computer could use beside its CPU, as far as is known before anything is downloaded.
 *
 * @param system as {@link EngineFiles#system} calls it
 * @param driver of NVIDIA's, if one is found
 */
record UsableGpu(String system, Optional<NvidiaDriver> driver) {
    /** Returns it by its setting: {@code gpu}, {@code mps}, or nothing. */
    Optional<String> device() {
        if (system.equals("osx-aarch64")) return Optional.of("mps");
        boolean gpu = driver.filter(d -> !d.isTooOld()).isPresent()
                && EngineFiles.flavor(system).isPresent();
        return gpu ? Optional.of("gpu") : Optional.empty();
    }

    /** Returns it in words, and why there is none. */
    String inWords() {
        if (system.equals("osx-aarch64"))
            return "This Mac's GPU (MPS) can compute with the libraries that are there. It was not tried by us yet.";
        if (driver.isEmpty())
            return "No NVIDIA driver is found on this computer: only its CPU can compute. GPUs of other makers are not supported.";
        String version =
                driver.get().version().isEmpty() ? "" : " " + driver.get().version();
        if (driver.get().isTooOld())
            return "The NVIDIA driver" + version
                    + " is too old for CUDA 12: install a newer one from nvidia.com, then come back.";
        if (EngineFiles.flavor(system).isEmpty())
            return "There is an NVIDIA driver, but no libtorch for it on " + system + ": only the CPU can compute.";
        return "An NVIDIA driver" + version
                + " is there: its GPU can compute with libtorch for CUDA, which is downloaded once,"
                + " some gigabytes.";
    }
}
