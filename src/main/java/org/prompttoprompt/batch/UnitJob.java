package org.prompttoprompt.batch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.dataset.DiskRefusal;
import org.prompttoprompt.dataset.Store;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.WholeProgress;

/** A unit in its turn: what fails in it is noted for its rows, and the rest goes on. */
record UnitJob(Unit unit, UnitCost cost, Describing describing, Store store) {
    /**
     * Draws what is missing.
     *
     * @return why rows failed
     * @throws CancellationException if the progress stopped it
     * @throws DiskRefusal if the disk takes no more
     */
    Map<Integer, String> run(Engine engine, WholeProgress whole) {
        Map<Integer, String> failed = new LinkedHashMap<>();
        // In one turn, since others would draw another source between.
        engine.call(unit.sweeps().get(0).request(), whole.waiting(), p2p -> {
            UnitRun run = new UnitRun(unit, p2p, describing, id -> !store.has(id), store::keep);
            run.begin();
            unit.source().ifPresent(source -> {
                Progress progress = whole.next(cost.source());
                attempt(() -> run.drawSource(source, progress), unit.sweeps().get(0), new LinkedHashMap<>());
            });
            for (int i = 0; i < unit.sweeps().size(); i++) {
                Sweep sweep = unit.sweeps().get(i);
                Progress progress = whole.next(cost.sweeps().get(i));
                if (run.wants(sweep)) attempt(() -> run.draw(sweep, progress), sweep, failed);
            }
            return null;
        });
        return failed;
    }

    private static void attempt(Runnable part, Sweep sweep, Map<Integer, String> failed) {
        try {
            part.run();
        } catch (CancellationException | DiskRefusal e) {
            throw e;
        } catch (RuntimeException e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            for (Sample sample : sweep.samples()) failed.putIfAbsent(sample.row(), why);
        }
    }
}
