package org.prompttoprompt.pipeline;

import ai.djl.Device;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.engine.PyTorch;

/**
 * Estimates what a run needs beside the weights, so that a run that cannot fit is refused before it starts. Native memory
 * that runs out ends the whole ImageJ.
 */
final class Memory {
    /** Measured on Stable Diffusion 1.5: bytes per row and latent pixel of one network pass with fused attention. */
    private static final long BYTES_PER_LATENT_PIXEL = 40_000;
    /** Heads x 4 bytes x the copies that an edit makes of a map. */
    private static final long BYTES_PER_MAP_ENTRY = 8 * 4 * 4;
    /** The decoder's widest layers, at the size of the image. */
    private static final long BYTES_PER_IMAGE_PIXEL = 128 * 4 * 6;

    /** Rows of one network call on a device that does not tell its memory: those of an edit, twice. */
    private static final int ROWS_OF_A_DEVICE = 8;

    private Memory() {}

    /** Refuses what does not fit. Another device than the CPU tells by itself what does not fit into its memory. */
    static void require(Job job, int latentHeight, int latentWidth) {
        if (!PyTorch.device().equals(Device.cpu())) return;
        long need = estimate(job, latentHeight, latentWidth);
        long free = available();
        if (need > free) {
            throw new Refusal(String.format(
                    Locale.ROOT,
                    "This needs about %.1f GB of memory and %.1f GB are free. Choose a smaller width and height%s.",
                    need / 1e9,
                    free / 1e9,
                    job.plan().widest() > 2 ? ", or fewer values in a sweep" : ""));
        }
    }

    /**
     * Returns how many rows one network call may have: both halves of the guidance, if they fit, else one of them.
     *
     * @param factor pixels of the image for one of the latents
     */
    static int rowsAtOnce(Job job, int factor) {
        int half = job.plan().widest();
        if (!PyTorch.device().equals(Device.cpu())) return Math.max(half, ROWS_OF_A_DEVICE);
        return estimate(job, job.settings().height() / factor, job.settings().width() / factor, 2 * half) <= available()
                ? 2 * half
                : half;
    }

    static long estimate(Job job, int latentHeight, int latentWidth) {
        return estimate(job, latentHeight, latentWidth, job.plan().widest());
    }

    private static long estimate(Job job, int latentHeight, int latentWidth, long rows) {
        int keys = job.source().ids().size();
        long map = 0;
        if (job.plan().widest() > 1) {
            int side = job.settings().selfResolution();
            for (Site site : job.sites()) {
                if (site.cross()) map = Math.max(map, (long) site.pixels() * keys);
                else if (site.pixels() <= (long) side * side) map = Math.max(map, (long) site.pixels() * site.pixels());
            }
        }
        long pixels = (long) latentHeight * latentWidth;
        long network = rows * (pixels * BYTES_PER_LATENT_PIXEL + map * BYTES_PER_MAP_ENTRY);
        long image = (long) job.settings().width() * job.settings().height();
        return Math.max(network, image * BYTES_PER_IMAGE_PIXEL);
    }

    /**
     * Memory that the machine can give without swapping. On Linux that includes what caches give back; macOS tells only what
     * nobody holds, which is little on an idle machine, so half of the whole is taken there.
     */
    static long available() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith("MemAvailable:")) return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        } catch (IOException e) {
            // another system: asked below
        }
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        return mac ? system.getTotalMemorySize() / 2 : system.getFreeMemorySize();
    }
}
