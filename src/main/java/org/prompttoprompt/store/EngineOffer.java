package org.prompttoprompt.store;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Libraries that let this computer's GPU compute, as they are told before anything is downloaded.
 *
 * @param flavor of libtorch, such as {@code cu128}
 * @param files all of them, each compressed
 * @param here those of them, by their paths, that are here and need not come where others are damaged
 */
public record EngineOffer(String flavor, List<RemoteFile> files, Set<String> here) {
    /** The licence of what is not PyTorch's own, by its short name. */
    public static final String LICENCE = "nvidia-cuda";

    static final Licence TERMS = new Licence(LICENCE, "https://docs.nvidia.com/cuda/eula/");

    EngineOffer(String flavor, List<RemoteFile> files) {
        this(flavor, files, Set.of());
    }

    EngineOffer with(Set<String> there) {
        return new EngineOffer(flavor, files, there);
    }

    /** Returns the files to be downloaded. */
    List<RemoteFile> coming() {
        return files.stream().filter(file -> !here.contains(file.path())).toList();
    }

    /** Returns the bytes to be downloaded. */
    public long bytes() {
        return coming().stream().mapToLong(file -> Math.max(0, file.size())).sum();
    }

    /** Returns what is told to who has not accepted the licences yet. */
    String toAccept() {
        return text() + "\n\nAccept them by accept=" + LICENCE + " to download.";
    }

    /** Returns what is told before a download. */
    public String text() {
        return "libtorch " + EngineFiles.VERSION + " for CUDA (" + flavor + ")" + begin() + " from "
                + files.get(0).from().getHost()
                + ", about twice as much when unpacked, for GPUs from GeForce GTX 16 and RTX 20 on (compute capability 7.5):"
                + " with an older one the CPU goes on computing. No check sums of them are published: the secured connection vouches"
                + " for them, and a sum within each tells whether it came whole.\n\nLicences: PyTorch"
                + " itself is under BSD-3-Clause (https://github.com/pytorch/pytorch/blob/main/LICENSE). With it come CUDA"
                + " and cuDNN of NVIDIA, under NVIDIA's licences: " + TERMS.link()
                + " and https://docs.nvidia.com/deeplearning/cudnn/latest/reference/eula.html. They allow use, and passing on"
                + " as a part of a program, not changing or taking apart.";
    }

    private String begin() {
        List<RemoteFile> coming = coming();
        String size = ": " + Sizes.text(bytes()) + " in ";
        if (here.isEmpty()) return size + files.size() + " files";
        String names = coming.stream().map(RemoteFile::path).collect(Collectors.joining(", "));
        return coming.isEmpty()
                ? " is here, and nothing is to come"
                : " is here but for what is damaged or missing" + size + coming.size() + " of " + files.size()
                        + " files (" + names + ")";
    }
}
