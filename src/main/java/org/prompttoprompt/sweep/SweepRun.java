package org.prompttoprompt.sweep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.diffusion.Guidance;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.nn.Rows;
import org.prompttoprompt.nn.Temporaries;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.EditControl;
import org.prompttoprompt.p2p.LocalBlend;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.p2p.Variant;

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
 */
public record SweepRun(
        SweepPlan plan,
        Scheduler scheduler,
        NoisePredictor unet,
        Contexts contexts,
        double guidance,
        AttentionStore store,
        Tally tally) {
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
     * @param noise z_T, [1, channels, height, width], the same for every row
     */
    public Optional<NDArray> walk(NDArray noise, Listener listener) {
        NDArray latents = plan.variants().isEmpty() ? noise : noise.concat(noise);
        for (int step = 0; step < plan.steps().size(); step++) {
            int now = step;
            NDArray before = latents;
            NDArray after = Temporaries.closedAfter(() -> step(before, now, listener));
            if (before != noise) before.close();
            latents = after;
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

    private NDArray step(NDArray before, int step, Listener listener) {
        List<Variant> leads = plan.leads(step);
        NDArray latents = fork(before, step);
        EditControl control = new EditControl(leads, step, store, tally);
        int t = scheduler.timesteps().get(step);
        NDArray conditional = unet.predict(latents, t, contexts.conditional(leads), control, control.features());
        NDArray output = conditional;
        if (guidance != 1) {
            NDArray empty = contexts.unconditional(leads.size() + 1);
            NDArray plain = unet.predict(latents, t, empty, AttentionControl.NONE, control.features());
            output = Guidance.mix(plain, conditional, guidance);
        }
        if (listener.wantsOriginals(step)) listener.originals(step, scheduler.original(latents, output, step));
        return blend(scheduler.step(latents, output, step), leads, step);
    }

    /** Rows of this step continue rows of the step before; nothing is copied while no row forks. */
    private NDArray fork(NDArray latents, int step) {
        int[] rows = Stream.concat(Stream.of(0), plan.steps().get(step).stream().map(row -> row.parent() + 1))
                .mapToInt(Integer::intValue)
                .toArray();
        boolean same = latents.getShape().get(0) == rows.length
                && IntStream.range(0, rows.length).allMatch(i -> rows[i] == i);
        if (same) return latents;
        scheduler.select(rows);
        store.select(rows);
        return Rows.select(latents, rows);
    }

    private NDArray blend(NDArray latents, List<Variant> leads, int step) {
        if (leads.stream()
                .noneMatch(v -> v.blend().isPresent() && v.blend().get().actsAt(step))) return latents;
        NDArray source = latents.get("0:1");
        NDList rows = new NDList(source);
        for (int row = 1; row <= leads.size(); row++) {
            NDArray own = latents.get(row + ":" + (row + 1));
            Optional<LocalBlend> blend = leads.get(row - 1).blend().filter(b -> b.actsAt(step));
            if (blend.isEmpty()) {
                rows.add(own);
                continue;
            }
            NDArray mask = blend.get()
                    .mask(
                            store.sums(),
                            row,
                            latents.getShape().get(2),
                            latents.getShape().get(3));
            rows.add(source.add(own.sub(source).mul(mask)));
        }
        return NDArrays.concat(rows);
    }
}
