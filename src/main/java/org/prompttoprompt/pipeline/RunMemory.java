package org.prompttoprompt.pipeline;

import java.util.List;
import java.util.Locale;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.ChosenPrecision;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.model.ModelOutline;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.model.WeightMemory;
import org.prompttoprompt.model.WeightMemory.InEight;
import org.prompttoprompt.p2p.ClearMaps;
import org.prompttoprompt.p2p.SelfPropagation;
import org.prompttoprompt.request.Method;
import org.prompttoprompt.unet.PassMemory;

/**
 * Estimates what a run needs beside what the loaded model holds, so that a run that cannot fit is refused before it starts, and others
 * take as many rows at once as fit. Native memory that runs out ends the whole ImageJ. All follows from the shapes of the networks.
 *
 * @param pass what a network call holds
 * @param inFiles bytes of the network's weights that stay in their files: caches hold them, and must go on to. What else it has is held already
 * @param unpacked bytes of a layer's weights as they are computed with, where they are held otherwise
 * @param weights bytes of the network as it is computed with
 * @param decoding bytes that the decoding of an image takes, with weights that lie in their files
 * @param inEight what the network would take in eight bits
 */
record RunMemory(Job job, PassMemory pass, long inFiles, long unpacked, long weights, long decoding, InEight inEight) {
    /** Reported of null-text inversion with Stable Diffusion 1.5 in single precision: 22 GB at 64 x 64, weights included. */
    private static final double GRADIENT_BYTES_PER_LATENT_PIXEL = 4.5e6;

    private static final double GRADIENT_WEIGHTS = 3.4e9;

    /** Rows of one network call on a GPU, if they fit: those of an edit, twice. */
    private static final int ROWS_OF_A_DEVICE = 8;

    /** The mean of the layers, its squares, and these divided by their sums. */
    private static final int COPIES_TO_SPREAD = 3;

    /**
     * Measured at Stable Diffusion 1.5's size: so much of a call's arrays GNU's C library keeps when they are freed, as those of up to
     * 32 MB, and finds no place in them for others.
     */
    private static final double KEPT_OF_A_CALL = 0.9;

    /** What Java's own memory grows by while a large model's vocabulary and headers are read, measured likewise. */
    private static final long JAVA = 150_000_000;

    private static final String CLOSE = ", or close other programs";

    static RunMemory of(Job job, StableDiffusion model) {
        int height = job.settings().height() / model.vae.factor();
        int width = job.settings().width() / model.vae.factor();
        long side = job.settings().selfResolution();
        int readTokens = job.edits() ? job.source().ids().size() : 0;
        return new RunMemory(
                job,
                model.unet.memory(height, width, readTokens, side * side),
                model.memory.mapped(),
                model.memory.unpacked(),
                model.memory.computed(),
                model.vae.decodingBytes(height, width),
                model.memory.inEight());
    }

    /**
     * Refuses what does not fit even with as few rows in a network call as can be: one, or an edit's source and target.
     * A device that does not tell its free memory tells by itself what did not fit into it.
     */
    void require() {
        require(Room.here(least()), FreeMemory.heap());
    }

    void require(Room room, long heap) {
        long pictures = pictures();
        if (pictures > heap) {
            throw refusal(
                    pictures,
                    heap,
                    " of ImageJ's own for the pictures",
                    ", or fewer values, or give it more in Edit > Options > Memory & Threads");
        }
        long need = least();
        if (need > room.free())
            throw refusal(need, room, fitsInEight(room.free()) ? fitsWith(HeldAs.howToTakeEight()) : CLOSE);
    }

    private static String fitsWith(String order) {
        return ", close other programs, or " + order + ", with which it fits";
    }

    private boolean fitsInEight(long free) {
        RunMemory eight = new RunMemory(job, pass, 0, inEight.unpacked(), weights, decoding, inEight);
        return eight.least() <= free + inEight.freed();
    }

    /**
     * Refuses, before the model is loaded, what does not fit with its weights: of the run the smallest network call alone, so that the
     * rest is looked at when it is loaded.
     *
     * @param inSingle how the model would be opened in single precision
     * @param room with that of what is to be forgotten for it
     */
    static void requireRoom(ModelOutline model, List<ReadRequest> all, Opening opening, Opening inSingle, Room room) {
        long free = room.free();
        for (ReadRequest one : all) {
            long need = least(model, one, opening, false);
            if (need <= free) continue;
            long single = least(model, one, inSingle, false);
            throw refusal(need, room, cure(free, single, least(model, one, opening, true)));
        }
    }

    /** Returns the bytes that the largest of some runs can do with, its model included. */
    static long need(ModelOutline model, List<ReadRequest> all, Opening opening) {
        return all.stream()
                .mapToLong(one -> least(model, one, opening, false))
                .max()
                .orElse(0);
    }

    /** Returns what would do: half precision may have been taken unasked, and copies what single precision reads from its file. */
    static String cure(long free, long single, long inEight) {
        if (single <= free) return fitsWith(ChosenPrecision.howToTakeSingle());
        return inEight <= free ? fitsWith(HeldAs.howToTakeEight()) : CLOSE;
    }

    static long least(ModelOutline model, ReadRequest one, Opening opening, boolean inEight) {
        WeightMemory weights = model.memory(opening);
        boolean edits = !one.settings().variants().isEmpty();
        int readTokens = edits ? one.source().ids().size() : 0;
        PassMemory pass = model.pass(one.settings(), readTokens, opening.precision());
        int rows = edits ? 2 : 1;
        long call = pass.of(rows, rows);
        int calls = pass.sideBySide(rows) ? 2 : 1;
        long decoding = model.decodingBytes(one.settings(), opening);
        InEight eight = weights.inEight();
        // What lies in files can go while an image is decoded, and what is held cannot: single precision may take less.
        long held = weights.held() - (inEight ? eight.freed() : 0);
        long inFiles = inEight ? 0 : weights.mapped();
        long unpacked = calls * (inEight ? eight.unpacked() : weights.unpacked());
        return held + Math.max(inFiles + unpacked + call, decoding) + kept(call, weights.computed());
    }

    /** Refuses fine maps that do not fit beside the smallest network call. */
    void requireFine() {
        requireFine(Room.here(least() + fine()));
    }

    void requireFine(Room room) {
        long need = least() + fine();
        if (need > room.free()) throw refusal(need, room, ", or detail=coarse");
    }

    /** Returns what the sums of fine maps take, and the copies of one that spread words. */
    long fine() {
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

    private static Refusal refusal(long need, Room room, String more) {
        return refusal(need, room.free(), room.of(), more + room.cure());
    }

    private static Refusal refusal(long need, long free, String where, String more) {
        return new Refusal(String.format(
                Locale.ROOT,
                "This needs about %.1f GB of memory%s and %.1f GB are free. Choose a smaller width and height%s.",
                need / 1e9,
                where,
                free / 1e9,
                more));
    }

    /** Returns how many rows one network call may have: both halves of the guidance, if they fit, else as many as do. */
    int rowsAtOnce() {
        int most = Math.max(job.plan().widest(), ROWS_OF_A_DEVICE);
        Room room = Room.here(call(most) + kept(most));
        return rowsAtOnce(room.free(), room.ofGpu() ? most : 2 * job.plan().widest());
    }

    int rowsAtOnce(long free, int most) {
        int rows = most;
        while (rows > fewest() && call(rows) + kept(rows) > free) rows--;
        return rows;
    }

    /** Returns the bytes of a run whose network calls have so many rows at most. */
    long bytes(int rows) {
        return Math.max(call(rows), decoding) + kept(rows);
    }

    private long kept(int rows) {
        return kept(pass.of(rows, Math.min(rows, job.plan().widest())), weights);
    }

    /** Returns what stays taken beside what is used: of little networks nearly nothing. */
    static long kept(long call, long weights) {
        return weights <= Memory.LITTLE ? 0 : JAVA + (long) (KEPT_OF_A_CALL * call);
    }

    /** Returns the fewest bytes that the run can do with. */
    long least() {
        return bytes(fewest()) + gradients();
    }

    /** A call of both halves of the guidance reads maps in one of them. */
    private long call(int rows) {
        int widest = job.plan().widest();
        return inFiles + unpacked * (pass.sideBySide(rows) ? 2 : 1) + pass.of(rows, Math.min(rows, widest));
    }

    /**
     * Null-text inversion keeps all that the network computes for one row, which grows with the pixels and with the channels, that
     * is, with the root of the weights.
     */
    long gradients() {
        boolean needed = job.settings()
                .way()
                .filter(way -> way.method() == Method.NULLTEXT)
                .isPresent();
        if (!needed) return 0;
        long pixels = (long) pass.width() * pass.height();
        long kept = unpacked > 0 ? weights : 0; // those of each layer, for the way back
        return kept + (long) (pixels * GRADIENT_BYTES_PER_LATENT_PIXEL * Math.sqrt(weights / GRADIENT_WEIGHTS));
    }

    private int fewest() {
        return Math.min(2, job.plan().widest());
    }

    /** Returns what the pictures of all seeds take, source and variants, at four bytes a pixel. */
    private long pictures() {
        long count = (1L + job.plan().variants().size()) * job.request().seeds().size();
        return count * job.settings().width() * job.settings().height() * Integer.BYTES;
    }
}
