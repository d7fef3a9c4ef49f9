package org.prompttoprompt.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.request.Speed;
import org.prompttoprompt.request.Window;

/**
 * What each evaluation of a walk leaves out of the network, as its {@link Speed} allows. An evaluation in which anything is
 * edited or injected, whose maps are shown, or at which rows fork, is computed in full.
 *
 * @param evaluations of the walk, those before its start included
 * @param layers of the last block that an evaluation with earlier deep features computes
 * @param downsample of how many pixels in each direction one is looked at, in the layers where the others are left out
 * @param downsampled these self-attention layers, in all evaluations; none that the walk's edits may touch at any
 */
public record Pace(List<Evaluation> evaluations, int layers, int downsample, List<String> downsampled) {
    /** Every evaluation in full; of as many as a walk may have. */
    public static final Pace EXACT = new Pace(List.of(), 1);

    /** A pace at which each pixel is looked at. */
    Pace(List<Evaluation> evaluations, int layers) {
        this(evaluations, layers, 1, List.of());
    }

    /**
     * One evaluation.
     *
     * @param guided whether the rows without the prompt are run, where there are any
     * @param shallow whether the deep features are those of an earlier evaluation
     * @param frozen whether what cross-attention gave in an earlier evaluation stands
     */
    public record Evaluation(boolean guided, boolean shallow, boolean frozen) {
        static final Evaluation FULL = new Evaluation(true, false, false);

        /** Returns whether all layers are computed, with their maps. */
        public boolean full() {
            return !shallow && !frozen;
        }
    }

    /**
     * Plans a walk.
     *
     * @param first the evaluation at which it starts
     * @param steps sampling steps
     * @param evaluation the first evaluation of a step; as {@code Scheduler.evaluation}
     * @param guidance whether there is any, at a scale other than 1
     * @param shown whether each evaluation's maps are wanted
     */
    public static Pace of(
            Speed speed,
            SweepPlan plan,
            int first,
            int steps,
            IntUnaryOperator evaluation,
            boolean guidance,
            boolean shown) {
        Span guided = span(speed.guided(), steps, evaluation);
        Span frozen = span(speed.frozen(), steps, evaluation);
        List<Evaluation> all = new ArrayList<>();
        int computed = Integer.MIN_VALUE / 2; // when the deep features were, last
        for (int e = 0; e < plan.steps().size(); e++) {
            boolean free = e > first && !shown && !forks(plan, e) && isFree(plan.leads(e), e);
            boolean guides = !guidance || guided.contains(e);
            // Features of the rows without the prompt are there only if these were run.
            boolean known = free && (!guides || all.get(Math.max(0, computed)).guided());
            boolean shallow = known && e - computed < speed.every();
            all.add(new Evaluation(guides, shallow, free && !(guides && guidance) && frozen.contains(e)));
            if (!shallow) computed = e;
        }
        return new Pace(List.copyOf(all), speed.layers(), speed.downsample(), List.of());
    }

    /**
     * Returns it with keys and values of fewer pixels in the finest self-attention, where the speed asks for that.
     *
     * @param plan of the same walk
     * @param sites all attention layers
     * @param edited self-attention of at most so many pixels is what edits replace
     */
    public Pace downsampled(SweepPlan plan, List<Site> sites, int edited) {
        List<Site> self = sites.stream().filter(site -> !site.cross()).toList();
        int finest = self.stream().mapToInt(Site::pixels).max().orElse(0);
        if (downsample == 1 || finest <= edited) return this;
        List<String> layers = self.stream()
                .filter(site -> site.pixels() == finest && !injected(plan, site))
                .map(Site::name)
                .toList();
        return new Pace(evaluations, this.layers, downsample, layers);
    }

    private static boolean injected(SweepPlan plan, Site site) {
        return plan.variants().stream()
                .anyMatch(v -> v.injects(site, plan.steps().size()));
    }

    private static boolean isFree(List<Variant> leads, int evaluation) {
        return leads.stream().noneMatch(variant -> variant.edits(evaluation));
    }

    private static boolean forks(SweepPlan plan, int evaluation) {
        List<SweepPlan.Row> rows = plan.steps().get(evaluation);
        return rows.size() != plan.steps().get(evaluation - 1).size()
                || IntStream.range(0, rows.size()).anyMatch(i -> rows.get(i).parent() != i);
    }

    private static Span span(Window window, int steps, IntUnaryOperator evaluation) {
        return new Span(at(window.start(steps), steps, evaluation), at(window.end(steps), steps, evaluation));
    }

    private static int at(int step, int steps, IntUnaryOperator evaluation) {
        return step >= steps ? Integer.MAX_VALUE : evaluation.applyAsInt(step);
    }

    /** Returns an evaluation; beyond the plan, all is computed. */
    public Evaluation at(int evaluation) {
        return evaluation < evaluations.size() ? evaluations.get(evaluation) : Evaluation.FULL;
    }

    /** Returns whether nothing is left out. */
    public boolean exact() {
        return downsampled.isEmpty() && evaluations.stream().allMatch(Evaluation.FULL::equals);
    }

    /** Returns whether any evaluation after one is as asked. */
    boolean later(int evaluation, Predicate<Evaluation> asked) {
        return evaluations.stream().skip(evaluation + 1L).anyMatch(asked);
    }

    /** Returns how many evaluations from one on are as asked. */
    public long count(int first, Predicate<Evaluation> asked) {
        return evaluations.stream().skip(first).filter(asked).count();
    }

    /** Returns the evaluations from one on that are computed in full. */
    public List<Integer> fullFrom(int first) {
        return IntStream.range(first, evaluations.size())
                .filter(i -> evaluations.get(i).full())
                .boxed()
                .toList();
    }
}
