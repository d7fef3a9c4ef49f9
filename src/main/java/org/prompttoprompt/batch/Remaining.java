package org.prompttoprompt.batch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.dataset.Store;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.WholeProgress;

/** What is left to draw of a data set. */
public final class Remaining {
    private final DatasetPlan plan;
    private final Describing describing;
    private final Store store;
    private final List<Unit> left;

    Remaining(DatasetPlan plan, Describing describing, Store store) {
        this.plan = plan;
        this.describing = describing;
        this.store = store;
        left = plan.units().stream()
                .filter(unit -> !unit.isDone(id -> !store.has(id)))
                .toList();
    }

    /** Returns whether all of it is there. */
    boolean isEmpty() {
        return left.isEmpty();
    }

    /** Returns its parts, which may be drawn in any order, for other processes. */
    public List<UnitText> parts() {
        return left.stream().map(UnitText::of).toList();
    }

    /** Draws all of it here, one part after the other. */
    Map<Integer, String> draw(Engine engine, Progress progress) {
        List<UnitCost> costs = left.stream().map(plan::cost).toList();
        long rows = costs.stream().mapToLong(UnitCost::rows).sum();
        int runs = 0;
        for (int i = 0; i < left.size(); i++) runs += costs.get(i).runs(left.get(i));
        WholeProgress whole = new WholeProgress(progress, rows, runs);
        Map<Integer, String> failed = new LinkedHashMap<>();
        for (int i = 0; i < left.size(); i++)
            failed.putAll(new UnitJob(left.get(i), costs.get(i), describing, store).run(engine, whole));
        return failed;
    }
}
