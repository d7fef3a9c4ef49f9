package org.prompttoprompt.sweep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.diffusion.StepNoise;
import org.prompttoprompt.engine.MappedPages;
import org.prompttoprompt.engine.Rows;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.inversion.WalkRule;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.Blend;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.unet.NoisePredictor;

/**
 * Walks a plan through time: all live rows go through the network together, the source first. Algorithm 1 of Hertz et al.
 * 2022, for many targets at once and in one pass: M* is the map of the target's own, already edited trajectory.
 *
 * @param plan which rows run when
 * @param scheduler fresh, for this run only
 * @param unet the network
 * @param contexts the encoded prompts
 * @param guidance classifier-free guidance scale
 * @param store keeps the maps that blends and views need
 * @param tally counts what was replaced
 * @param path the source's walk: where it is known, the source is not drawn again; else it is kept there
 * @param rowsAtOnce as many rows fit into one network call, two at least for an edit; a step of more takes several
 * @param rule what is different in the steps of an image's walk
 * @param pace what is left out of the network
 */
public record SweepRun(
        SweepPlan plan,
        Scheduler scheduler,
        NoisePredictor unet,
        Contexts contexts,
        double guidance,
        AttentionStore store,
        Tally tally,
        SourcePath path,
        int rowsAtOnce,
        WalkRule rule,
        Pace pace) {
    /** A run that leaves nothing out. */
    public SweepRun(
            SweepPlan plan,
            Scheduler scheduler,
            NoisePredictor unet,
            Contexts contexts,
            double guidance,
            AttentionStore store,
            Tally tally,
            SourcePath path,
            int rowsAtOnce,
            WalkRule rule) {
        this(plan, scheduler, unet, contexts, guidance, store, tally, path, rowsAtOnce, rule, Pace.EXACT);
    }

    /** A run whose steps are those of generated images. */
    public SweepRun(
            SweepPlan plan,
            Scheduler scheduler,
            NoisePredictor unet,
            Contexts contexts,
            double guidance,
            AttentionStore store,
            Tally tally,
            SourcePath path,
            int rowsAtOnce) {
        this(plan, scheduler, unet, contexts, guidance, store, tally, path, rowsAtOnce, WalkRule.PLAIN);
    }

    /** A run that draws its source and forgets it, with each step in one network call. */
    public SweepRun(
            SweepPlan plan,
            Scheduler scheduler,
            NoisePredictor unet,
            Contexts contexts,
            double guidance,
            AttentionStore store,
            Tally tally) {
        this(plan, scheduler, unet, contexts, guidance, store, tally, SourcePath.unkept(), Integer.MAX_VALUE);
    }

    /** Hears the latents after each step, source first; says whether to go on. */
    @FunctionalInterface
    public interface Listener {
        boolean goOn(int step, NDArray latents);

        /** Returns whether this step's predicted images are wanted; else they are not computed. */
        default boolean wantsOriginals(int step) {
            return false;
        }

        /** Hears what the latents of this step lead to, x₀ of each of its rows, source first; closed after the call. */
        default void originals(int step, NDArray originals) {}
    }

    /**
     * Returns the last latents, [1 + variants, channels, height, width]: the source's, then each variant's. Empty if the
     * listener stopped the run.
     *
     * @param start z_T, the same for every row; a walk that starts later runs the steps from there on
     */
    public Optional<NDArray> walk(Start start, Listener listener) {
        try (KeptFeatures kept = new KeptFeatures(start.latents().getManager())) {
            return walk(start, listener, kept);
        }
    }

    private Optional<NDArray> walk(Start start, Listener listener, KeptFeatures features) {
        NDArray noise = start.latents();
        NDArray latents = plan.variants().isEmpty() ? noise : noise.concat(noise);
        boolean kept = path.complete();
        if (!kept) path.begin();
        for (int step = start.evaluation(); step < plan.steps().size(); step++) {
            int now = step;
            NDArray before = latents;
            NDArray after = Temporaries.closedAfter(() -> step(before, now, start.noise(), listener, features));
            if (before != noise) before.close();
            latents = after;
            if (!kept) path.keep(latents);
            if (!listener.goOn(step, latents)) {
                latents.close();
                return Optional.empty();
            }
        }
        int[] rows = new int[plan.variants().size() + 1];
        List<SweepPlan.Row> last = plan.steps().get(plan.steps().size() - 1);
        for (int r = 0; r < last.size(); r++) for (int v : last.get(r).variants()) rows[v + 1] = r + 1;
        return Optional.of(Rows.select(latents, rows));
    }

    /** Returns how many rows the network runs at each step; fewer than planned where the source is known before the walk. */
    public List<Integer> rows() {
        return IntStream.range(0, plan.steps().size())
                .mapToObj(step -> new StepCalls(this, step, null).rows())
                .toList();
    }

    private NDArray step(NDArray before, int step, StepNoise noise, Listener listener, KeptFeatures features) {
        List<Variant> leads = plan.leads(step);
        NDArray latents = fork(before, step);
        boolean kept = path.complete();
        NDManager manager = latents.getManager();
        if (kept && leads.isEmpty()) {
            new StepCalls(this, step, features).source(latents);
            return path.after(step, manager);
        }
        // Where the source is known, the sampler moves the targets alone, or compares them with what was answered to
        // it.
        boolean compares = kept && scheduler.comparesWithSource();
        boolean apart = kept && !compares;
        NDArray moving = apart ? latents.get("1:") : latents;
        NDArray output = new StepCalls(this, step, features).output(latents);
        if (compares) output = path.answer(step, manager).concat(output);
        if (listener.wantsOriginals(step)) listener.originals(step, originals(moving, output, step));
        NDArray moved = scheduler.step(moving, output, step, noise);
        return blend(rule.after(apart ? path.after(step, manager).concat(moved) : moved, step), leads, step);
    }

    /** What a known source leads to is known as well. */
    private NDArray originals(NDArray moving, NDArray output, int step) {
        NDArray originals = scheduler.original(moving, output, step);
        if (!path.complete() || scheduler.comparesWithSource()) return originals;
        return path.after(plan.steps().size() - 1, moving.getManager()).concat(originals);
    }

    /** Rows of this step continue rows of the step before; nothing is copied while no row forks. */
    private NDArray fork(NDArray latents, int step) {
        int[] rows = Stream.concat(Stream.of(0), plan.steps().get(step).stream().map(row -> row.parent() + 1))
                .mapToInt(Integer::intValue)
                .toArray();
        boolean same = latents.getShape().get(0) == rows.length
                && IntStream.range(0, rows.length).allMatch(i -> rows[i] == i);
        if (same) return latents;
        MappedPages.giveBackFreed();
        // Where the source is known, the sampler moves the targets alone.
        scheduler.select(
                path.complete() ? IntStream.of(rows).skip(1).map(row -> row - 1).toArray() : rows);
        store.select(rows);
        return Rows.select(latents, rows);
    }

    private NDArray blend(NDArray latents, List<Variant> leads, int step) {
        if (leads.stream()
                .noneMatch(v -> v.blend().isPresent() && v.blend().get().actsAt(step))) return latents;
        NDList rows = new NDList(latents.get("0:1"));
        for (int row = 1; row <= leads.size(); row++) {
            NDArray target = latents.get(row + ":" + (row + 1));
            Optional<? extends Blend> blend = leads.get(row - 1).blend();
            boolean acts = blend.isPresent() && blend.get().actsAt(step);
            rows.add(acts ? blend.get().blend(latents, store.sums(), row, step) : target);
        }
        return NDArrays.concat(rows);
    }
}
