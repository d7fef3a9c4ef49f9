package org.prompttoprompt.pipeline;

import ai.djl.Device;
import java.util.List;
import java.util.Locale;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.p2p.ClearMaps;
import org.prompttoprompt.p2p.SelfPropagation;
import org.prompttoprompt.request.Method;

/**
 * Estimates what a run needs, so that a run that cannot fit is refused before it starts. Native memory
 * that runs out ends the whole ImageJ.
 */
final class Memory {
    /** Measured on Stable Diffusion 1.5: bytes per row and latent pixel of one network pass with fused attention. */
    private static final long BYTES_PER_LATENT_PIXEL = 40_000;
    /** Reported of null-text inversion with Stable Diffusion 1.5 in single precision: 22 GB at 64 x 64, weights included. */
    private static final double GRADIENT_BYTES_PER_LATENT_PIXEL = 4.5e6;

    private static final double GRADIENT_WEIGHTS = 3.4e9;
    /** Heads x 4 bytes x the copies that an edit makes of a map. */
    private static final long BYTES_PER_MAP_ENTRY = 8 * 4 * 4;
    /** The decoder's widest layers, at the size of the image. */
    private static final long BYTES_PER_IMAGE_PIXEL = 128 * 4 * 6;

    /** Rows of one network call on a device that does not tell its memory: those of an edit, twice. */
    private static final int ROWS_OF_A_DEVICE = 8;

    /** The mean of the layers, its squares, and these divided by their sums. */
    private static final int COPIES_TO_SPREAD = 3;

    private Memory() {}

    /**
     * Refuses what does not fit even with as few rows in a network call as can be: one, or an edit's source and target.
     * Another device than the CPU tells by itself what does not fit into its memory.
     *
     * @param mapped bytes of the network that lie in its files: caches hold them, and must go on to. What else it has is held already
     * @param weights bytes of the network
     */
    static void require(Job job, int factor, long mapped, long weights) {
        require(job, factor, mapped, weights, FreeMemory.here(), FreeMemory.heap());
    }

    static void require(Job job, int factor, long mapped, long weights, long free, long heap) {
        long pictures = pictures(job);
        if (pictures > heap) {
            throw refusal(
                    pictures,
                    heap,
                    "of ImageJ's own for the pictures",
                    ", or fewer values, or give it more in Edit > Options > Memory & Threads");
        }
        long need = mapped + gradients(job, factor, weights) + Math.max(fewest(job) * row(job, factor), image(job));
        if (PyTorch.device().equals(Device.cpu()) && need > free) throw refusal(need, free, "", "");
    }

    /** Refuses fine maps that do not fit beside the smallest network call. */
    static void requireFine(Job job, int factor, long mapped) {
        if (PyTorch.device().equals(Device.cpu())) requireFine(job, factor, mapped, FreeMemory.here());
    }

    static void requireFine(Job job, int factor, long mapped, long free) {
        long need = mapped + fine(job) + Math.max(fewest(job) * row(job, factor), image(job));
        if (need > free) throw refusal(need, free, "", ", or detail=coarse");
    }

    /** Returns what the sums of fine maps take, and the copies of one that spread words. */
    static long fine(Job job) {
        long all = 0;
        long largest = 0;
        List<Integer> levels = job.sites().stream()
                .filter(site -> SelfPropagation.reads(site, job.sites()))
                .map(Site::pixels)
                .distinct()
                .toList();
        for (long pixels : levels) {
            all += pixels * pixels;
            largest = Math.max(largest, pixels * pixels);
        }
        return (all * job.plan().widest() + COPIES_TO_SPREAD * largest + ClearMaps.MOST_VALUES) * Float.BYTES;
    }

    /**
     * Refuses a model whose weights do not fit where they must be held in memory: those in half precision, and with LoRAs all.
     *
     * @throws Refusal saying how much is needed and free
     */
    static void requireToLoad(ModelSpec spec) {
        if (PyTorch.device().equals(Device.cpu())) requireToLoad(spec.held(), FreeMemory.here());
    }

    /**
     * Returns how a model is opened: what may stay in its files is copied where memory allows it, for a file that is cut while it is
     * mapped ends Java, and one on a network may go at any time.
     */
    static Opening opening(ModelSpec spec) {
        boolean copied =
                !PyTorch.device().equals(Device.cpu()) || copies(spec.held(), spec.mappable(), FreeMemory.here());
        Opening opening = Opening.PLAIN.in(PyTorch.precision()).held(HeldAs.chosen());
        return copied ? opening : opening.inFiles();
    }

    /** As much again must be left for the run. */
    static boolean copies(long held, long mappable, long free) {
        return 2 * (held + mappable) <= free;
    }

    static void requireToLoad(long held, long free) {
        if (held <= free) return;
        throw new Refusal(String.format(
                Locale.ROOT,
                "The model's weights take about %.1f GB of memory, and %.1f GB are free. Close other programs, take a"
                        + " file in single precision (F32), which needs not be held whole, or a smaller model, or set"
                        + " PROMPTTOPROMPT_WEIGHTS=int8.",
                held / 1e9,
                free / 1e9));
    }

    private static Refusal refusal(long need, long free, String where, String more) {
        return new Refusal(String.format(
                Locale.ROOT,
                "This needs about %.1f GB of memory%s and %.1f GB are free. Choose a smaller width and height%s.",
                need / 1e9,
                where.isEmpty() ? "" : " " + where,
                free / 1e9,
                more));
    }

    /** Returns how many rows one network call may have: both halves of the guidance, if they fit, else as many as do. */
    static int rowsAtOnce(Job job, int factor, long mapped) {
        if (!PyTorch.device().equals(Device.cpu())) return Math.max(job.plan().widest(), ROWS_OF_A_DEVICE);
        return rowsAtOnce(job, factor, mapped, FreeMemory.here());
    }

    static int rowsAtOnce(Job job, int factor, long mapped, long free) {
        long fit = (free - mapped) / row(job, factor);
        return (int) Math.max(fewest(job), Math.min(fit, 2L * job.plan().widest()));
    }

    /**
     * Null-text inversion keeps all that the network computes for one row, which grows with the pixels and with the channels, that
     * is, with the root of the weights.
     */
    static long gradients(Job job, int factor, long weights) {
        boolean needed = job.settings()
                .way()
                .filter(way -> way.method() == Method.NULLTEXT)
                .isPresent();
        if (!needed) return 0;
        long pixels = (long) (job.settings().width() / factor) * (job.settings().height() / factor);
        return (long) (pixels * GRADIENT_BYTES_PER_LATENT_PIXEL * Math.sqrt(weights / GRADIENT_WEIGHTS));
    }

    private static int fewest(Job job) {
        return Math.min(2, job.plan().widest());
    }

    /** Returns what one row of the network takes, in bytes. */
    static long row(Job job, int factor) {
        int keys = job.source().ids().size();
        long map = 0;
        if (job.edits()) {
            int side = job.settings().selfResolution();
            for (Site site : job.sites()) {
                if (site.cross()) map = Math.max(map, (long) site.pixels() * keys);
                else if (site.pixels() <= (long) side * side) map = Math.max(map, (long) site.pixels() * site.pixels());
            }
        }
        long pixels = (long) (job.settings().width() / factor) * (job.settings().height() / factor);
        return pixels * BYTES_PER_LATENT_PIXEL * job.precision().bytes() / Float.BYTES + map * BYTES_PER_MAP_ENTRY;
    }

    private static long image(Job job) {
        return (long) job.settings().width() * job.settings().height() * BYTES_PER_IMAGE_PIXEL;
    }

    /** Returns what the pictures of all seeds take, source and variants, at four bytes a pixel. */
    private static long pictures(Job job) {
        long count = (1L + job.plan().variants().size()) * job.request().seeds().size();
        return count * job.settings().width() * job.settings().height() * Integer.BYTES;
    }
}
