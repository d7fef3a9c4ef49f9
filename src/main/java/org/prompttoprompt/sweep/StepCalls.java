package org.prompttoprompt.sweep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.engine.Halves;
import org.prompttoprompt.engine.Rows;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.EditControl;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.unet.Context;

/**
 * The network calls of one step: one for both halves of the guidance, the half without the prompt first, if memory allows, or,
 * where the network prefers it, one for each at the same time; else one for each half in turn, or as many as its rows need. Rows are numbered as those of the latents, the source being row 0.
 */
final class StepCalls {
    private final SweepRun run;
    private final int step;
    private final List<Variant> leads;
    private final boolean injects;
    private final Pace.Evaluation now;
    private final KeptFeatures kept;
    /** Whether the source takes part in the half with the prompt, for its latents, its maps or its features. */
    final boolean prompted;
    /** Whether what the network answers to a known source is wanted. */
    private final boolean compares;

    /** Whether the source takes part in the half without, likewise. */
    private final boolean plain;

    /** @param kept the features of the walk's evaluations before */
    StepCalls(SweepRun run, int step, KeptFeatures kept) {
        this.run = run;
        this.step = step;
        this.kept = kept;
        leads = run.plan().leads(step);
        EditControl control = control(leads, false, 0, run.store());
        injects = control.injects();
        boolean known = run.path().complete();
        now = run.pace().at(step);
        compares = known && run.scheduler().comparesWithSource();
        boolean unanswered = compares && !run.path().hasAnswer(step);
        prompted = !known
                || unanswered
                || now.full() && (injects || !run.path().maps().serve(step, control::reads));
        plain = injects || !known && run.rule().guidesSource();
    }

    private EditControl control(List<Variant> targets, boolean sourceRow, int firstRow, AttentionStore store) {
        return new EditControl(targets, step, store, run.tally(), run.path().maps(), sourceRow, firstRow);
    }

    private boolean guided() {
        return run.guidance() != 1 && now.guided();
    }

    /** Returns how many rows the network runs in all. */
    int rows() {
        if (leads.isEmpty() && run.path().complete()) return prompted ? 1 : 0;
        if (!guided() || leads.isEmpty() && !plain) return size(calls(prompted, true));
        int once = 2 * leads.size() + (prompted ? 1 : 0) + (plain ? 1 : 0);
        return once <= run.rowsAtOnce() ? once : size(calls(prompted, true)) + size(calls(plain, injects));
    }

    private static int size(List<int[]> calls) {
        return calls.stream().mapToInt(call -> call.length).sum();
    }

    /** Returns the rows of each call of a half. Where edits read the source, it goes into each. */
    private List<int[]> calls(boolean source, boolean read) {
        int most = run.rowsAtOnce();
        int end = leads.size() + 1;
        int[] all = IntStream.range(source ? 0 : 1, end).toArray();
        if (all.length <= most || leads.isEmpty()) return List.of(all);
        boolean repeated = source && read;
        int room = Math.max(1, repeated ? most - 1 : most);
        List<int[]> calls = new ArrayList<>();
        for (int from = repeated ? 1 : all[0]; from < end; from += room) {
            IntStream rows = IntStream.range(from, Math.min(from + room, end));
            calls.add((repeated ? IntStream.concat(IntStream.of(0), rows) : rows).toArray());
        }
        return calls;
    }

    /** Draws the source alone, or reads what was kept of it, for those who want its maps. */
    void source(NDArray latents) {
        if (prompted) answered(withPrompt(latents));
        else control(leads, false, 0, run.store()).storeKept(run.path().sites());
    }

    /** Returns the network's answer after guidance, for all rows or, where the source is known, for the targets. */
    NDArray output(NDArray latents) {
        if (!guided() || leads.isEmpty() && !plain) return moving(answered(withPrompt(latents)), prompted);
        int free = leads.size() + (plain ? 1 : 0);
        if (free + leads.size() + (prompted ? 1 : 0) > run.rowsAtOnce()) {
            return mixed(moving(withoutPrompt(latents), plain), moving(answered(withPrompt(latents)), prompted));
        }
        if (!injects && run.unet().sideBySide(latents)) {
            Halves.Results halves = Halves.both(() -> withoutPrompt(latents), () -> withPrompt(latents));
            return mixed(moving(halves.one(), plain), moving(answered(halves.two()), prompted));
        }
        EditControl control = control(leads, prompted, free, run.store());
        NDArray both = predict(
                rows(latents, plain).concat(rows(latents, prompted)),
                Context.concat(List.of(unconditional(free), run.contexts().conditional(leads, prompted))),
                control,
                spared(
                        control.features(),
                        IntStream.concat(
                                withoutPrompt(IntStream.rangeClosed(plain ? 0 : 1, leads.size())),
                                IntStream.rangeClosed(prompted ? 0 : 1, leads.size()))));
        return mixed(moving(both.get(":" + free), plain), moving(answered(both.get(free + ":")), prompted));
    }

    /** A source that is not guided is what the network answers to its prompt. */
    private NDArray mixed(NDArray empty, NDArray conditional) {
        if (run.rule().guidesSource() || run.path().complete()) {
            return run.rule().mix(empty, conditional, run.guidance());
        }
        NDArray targets = run.rule().mix(plain ? empty.get("1:") : empty, conditional.get("1:"), run.guidance());
        return conditional.get("0:1").concat(targets);
    }

    private Context unconditional(long rows) {
        return run.rule()
                .empty(step)
                .map(empty -> empty.repeat(rows))
                .orElseGet(() -> run.contexts().unconditional(rows));
    }

    private static NDArray rows(NDArray latents, boolean source) {
        return source ? latents : latents.get("1:");
    }

    /** Leaves out the source's row where it is known, for then only the targets move. */
    private NDArray moving(NDArray output, boolean source) {
        return run.path().complete() && source ? output.get("1:") : output;
    }

    /** Keeps what the network answers to the source's prompt, where that is wanted, and returns the answer as it is. */
    private NDArray answered(NDArray output) {
        if (compares && prompted) run.path().answered(step, output.get("0:1"));
        return output;
    }

    private NDArray withPrompt(NDArray latents) {
        List<int[]> calls = calls(prompted, true);
        List<AttentionStore> stores = new ArrayList<>();
        NDList outputs = new NDList();
        for (int[] rows : calls) {
            AttentionStore store = calls.size() == 1 ? run.store() : run.store().part();
            stores.add(store);
            boolean source = rows[0] == 0;
            EditControl control = control(targets(rows), source, 0, store);
            Context context = run.contexts().conditional(targets(rows), source);
            add(
                    outputs,
                    predict(
                            Rows.select(latents, rows),
                            context,
                            control,
                            spared(control.features(), IntStream.of(rows))),
                    source);
        }
        if (calls.size() > 1) run.store().addParts(stores);
        return outputs.size() == 1 ? outputs.head() : NDArrays.concat(outputs);
    }

    private NDArray withoutPrompt(NDArray latents) {
        NDList outputs = new NDList();
        for (int[] rows : calls(plain, injects)) {
            FeatureControl features =
                    control(targets(rows), false, 0, run.store()).features();
            Context context = unconditional(rows.length);
            NDArray output = predict(
                    Rows.select(latents, rows),
                    context,
                    AttentionControl.NONE,
                    spared(features, withoutPrompt(IntStream.of(rows))));
            add(outputs, output, rows[0] == 0);
        }
        return outputs.size() == 1 ? outputs.head() : NDArrays.concat(outputs);
    }

    private List<Variant> targets(int[] rows) {
        return Arrays.stream(rows)
                .filter(row -> row > 0)
                .mapToObj(row -> leads.get(row - 1))
                .toList();
    }

    /** The source's answer is that of the first call. */
    private static void add(NDList outputs, NDArray output, boolean source) {
        outputs.add(source && !outputs.isEmpty() ? output.get("1:") : output);
    }

    private static IntStream withoutPrompt(IntStream rows) {
        return rows.map(KeptFeatures::withoutPrompt);
    }

    private FeatureControl spared(FeatureControl features, IntStream rows) {
        return run.pace().exact() ? features : new Spared(features, run.pace(), kept, step, rows.toArray());
    }

    private NDArray predict(NDArray latents, Context context, AttentionControl attention, FeatureControl features) {
        AttentionControl control = now.full() ? attention : AttentionControl.NONE;
        double timestep = run.scheduler().timesteps().get(step);
        return run.unet().predict(run.scheduler().input(latents, step), timestep, context, control, features);
    }
}
