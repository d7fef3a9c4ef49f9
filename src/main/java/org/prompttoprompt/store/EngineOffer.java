package org.prompttoprompt.store;

import java.util.List;

/**
 * Libraries that let this computer's GPU compute, as they are told before anything is downloaded.
 *
 * @param flavor of libtorch, such as {@code cu128}
 * @param files all of them, each compressed
 */
public record EngineOffer(String flavor, List<RemoteFile> files) {
    /** The licence of what is not PyTorch's own, by its short name. */
    public static final String LICENCE = "nvidia-cuda";

    static final Licence TERMS = new Licence(LICENCE, "https://docs.nvidia.com/cuda/eula/");

    /** Returns the bytes to be downloaded. */
    public long bytes() {
        return files.stream().mapToLong(file -> Math.max(0, file.size())).sum();
    }

    /** Returns what is told to who has not accepted the licences yet. */
    String toAccept() {
        return text() + "\n\nAccept them by accept=" + LICENCE + " to download.";
    }

    /** Returns what is told before a download. */
    public String text() {
        return "libtorch " + EngineFiles.VERSION + " for CUDA (" + flavor + "): " + Sizes.text(bytes()) + " in "
                + files.size()
                + " files from " + files.get(0).from().getHost()
                + ", about twice as much when unpacked, for GPUs from GeForce GTX 16 and RTX 20 on (compute capability 7.5):"
                + " with an older one the CPU goes on computing. No check sums of them are published: the secured connection vouches"
                + " for them, and a sum within each tells whether it came whole.\n\nLicences: PyTorch"
                + " itself is under BSD-3-Clause (https://github.com/pytorch/pytorch/blob/main/LICENSE). With it come CUDA"
                + " and cuDNN of NVIDIA, under NVIDIA's licences: " + TERMS.link()
                + " and https://docs.nvidia.com/deeplearning/cudnn/latest/reference/eula.html. They allow use, and passing on"
                + " as a part of a program, not changing or taking apart.";
    }
}
