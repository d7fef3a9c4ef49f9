package org.prompttoprompt.batch;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.dataset.Assembly;
import org.prompttoprompt.dataset.DataFolder;
import org.prompttoprompt.dataset.Dataset;
import org.prompttoprompt.dataset.Entry;
import org.prompttoprompt.dataset.Hash;
import org.prompttoprompt.dataset.LabelKind;
import org.prompttoprompt.dataset.LocalFolder;
import org.prompttoprompt.dataset.Store;
import org.prompttoprompt.dataset.Target;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.engine.OutputFile;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.pipeline.Cost;
import org.prompttoprompt.pipeline.EditInput;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/**
 * Makes a data set out of a table.
 *
 * <pre>{@code
 * DatasetRequest request = new DatasetRequest().with("table", "cells.csv").with("folder", "cells").with("layout", "stardist");
 * try (PromptToPrompt p2p = new PromptToPrompt()) {
 *     DatasetMaker maker = DatasetMaker.of(request);
 *     System.out.println(maker.plan(Engine.of(p2p), Progress.NONE));
 *     System.out.println(maker.make(Engine.of(p2p), Progress.NONE));
 * }
 * }</pre>
 *
 * Who is interrupted, however hard, starts again with the same table and folder: what is done stays, and the files are those of a
 * run that was not.
 */
public final class DatasetMaker {
    private final DataFolder out;
    private final DatasetSettings settings;
    private final Table table;
    private DatasetPlan plan;

    private DatasetMaker(DatasetRequest request, Table table, DataFolder out) {
        this.out = out;
        this.table = table;
        settings = request.settings();
    }

    /**
     * Reads the table that the request names.
     *
     * @throws Refusal if it cannot be read, or a value of the request cannot
     */
    public static DatasetMaker of(DatasetRequest request) {
        request.settings();
        return of(request, TableFile.read(request.get(DatasetOption.TABLE)));
    }

    /**
     * Reads the table that the request names, or takes the one in front where it names none.
     *
     * @throws Refusal if it cannot be read, or a value of the request cannot
     */
    public static DatasetMaker of(DatasetRequest request, Supplier<Table> inFront) {
        request.settings();
        return request.get(DatasetOption.TABLE).isBlank() ? of(request, inFront.get()) : of(request);
    }

    /** Takes a table that is in memory. */
    public static DatasetMaker of(DatasetRequest request, Table table) {
        String folder = request.get(DatasetOption.FOLDER);
        if (folder.isBlank())
            throw new Refusal("folder is empty: name one for the data set, such as folder=/data/cells.");
        Path place = LocalPath.of("folder", folder).toAbsolutePath().normalize();
        OutputFile.problemBelow(place).ifPresent(why -> {
            throw new Refusal(
                    "folder=" + folder + " cannot be written, because " + why + ". Name another: folder=/data/cells.");
        });
        return of(request, table, new LocalFolder(place));
    }

    /** Takes a table that is in memory and a folder that is anywhere. */
    public static DatasetMaker of(DatasetRequest request, Table table, DataFolder out) {
        Target.requireFree(out);
        return new DatasetMaker(request, table, out);
    }

    /** Returns whether the request asks for no more than {@link #plan}. */
    public boolean previews() {
        return settings.preview();
    }

    /**
     * Reads all rows and asks the model about each, without drawing anything.
     *
     * @throws Refusal with all bad cells, if there are some
     * @throws CancellationException if {@code progress} stopped it
     */
    public DatasetPlan plan(Engine engine, Progress progress) {
        if (plan != null) return plan;
        Problems problems = new Problems(table.name());
        List<Sample> samples = new RowReader(table, settings.labels(), problems).samples();
        List<Unit> units = Unit.of(samples);
        Map<Sweep, Cost> costs = new HashMap<>();
        Map<String, Refusal> refused = new HashMap<>();
        List<Sweep> sweeps =
                units.stream().flatMap(unit -> unit.sweeps().stream()).toList();
        for (int i = 0; i < sweeps.size(); i++) {
            Sweep sweep = sweeps.get(i);
            if (!progress.goOn(
                    i, sweeps.size(), "Reading row " + sweep.samples().get(0).row()))
                throw new CancellationException("Stopped before anything was drawn");
            try {
                costs.put(
                        sweep,
                        engine.call(sweep.request(), progress, p2p -> p2p.estimate(sweep.request(), blank(sweep))));
            } catch (Refusal e) {
                for (Sample sample : sweep.samples()) refused.put(sample.id(), e);
            }
        }
        if (!refused.isEmpty()) tell(samples, refused, problems);
        problems.refuse();
        settings.layout()
                .requireUse(
                        samples.stream().anyMatch(sample -> sample.labels() != LabelKind.NONE),
                        samples.stream().anyMatch(sample -> sample.request().task() != Task.GENERATE));
        plan = new DatasetPlan(table.rows().size(), samples, units, costs, out);
        return plan;
    }

    /** Every row that asks for what cannot be drawn is told, whether or not another asks for it too. */
    private static void tell(List<Sample> samples, Map<String, Refusal> refused, Problems problems) {
        for (Sample sample : samples) {
            Refusal why = refused.get(sample.id());
            if (why != null) problems.add(sample.row(), RowReader.column(why), why.getMessage());
        }
    }

    /**
     * Returns about how long the drawing takes, in seconds, by the time of one step of the first request; the first of two such
     * steps warms up. The only part of a preview that computes.
     *
     * @throws Refusal if the folder holds another data set, before anything is computed
     */
    public double seconds(Engine engine, Progress progress) {
        DatasetPlan planned = plan(engine, progress);
        Target.requireOf(planned.out(), job(planned));
        EditRequest step =
                planned.units().get(0).sweeps().get(0).request().ofSource().with(Option.STEPS, 1);
        return engine.call(step, progress, p2p -> {
            Progress timing = progress.part((done, total, message) -> progress.goOn(0, 1, "Timing a step"));
            p2p.run(step, timing);
            long start = System.nanoTime();
            long rows = p2p.run(step, timing).cost().rows();
            double second = (System.nanoTime() - start) / 1e9;
            double perRow = second / (rows + DatasetPlan.ROWS_OF_AN_IMAGE);
            return perRow
                    * (planned.cost().rows() + DatasetPlan.ROWS_OF_AN_IMAGE * (planned.images() + planned.sources()));
        });
    }

    /** What an image shows does not change its cost. */
    private static EditInput blank(Sweep sweep) {
        if (!sweep.request().task().takesImage()) return EditInput.NONE;
        int width = sweep.request().whole(Option.WIDTH, 1, EditRequest.MAX_SIDE);
        int height = sweep.request().whole(Option.HEIGHT, 1, EditRequest.MAX_SIDE);
        return EditInput.of(SourceImage.of(width, height, new float[3 * width * height]));
    }

    /**
     * Makes the data set, or goes on with it.
     *
     * @return lines for people: what was made, and what was rejected
     * @throws Refusal if the table has bad cells, the folder cannot be taken or the disk is full; what was done is kept
     * @throws CancellationException if {@code progress} stopped it; what was done is kept
     */
    public String make(Engine engine, Progress progress) {
        return make(engine, (remaining, told) -> remaining.draw(engine, told), progress);
    }

    /**
     * Makes the data set by others.
     *
     * @param engine that tells what it costs
     * @param crew that draws
     */
    public String make(Engine engine, Crew crew, Progress progress) {
        DatasetPlan planned = plan(engine, progress);
        if (planned.bytes() > planned.free())
            throw new Refusal(planned + "\nThere is no room for it: name a folder on another disk, or make some.");
        try (Target target = Target.open(planned.out(), job(planned))) {
            Remaining remaining = new Remaining(planned, settings.describing(), target.store());
            boolean begun = !remaining.isEmpty();
            Dataset data = gathered(planned, target.store(), crew.draw(remaining, progress));
            return new Assembly(data, settings.layout(), target).write() + "\n"
                    + (begun ? planned.cost() : "Nothing was left to draw.");
        }
    }

    private String job(DatasetPlan planned) {
        StringBuilder all = new StringBuilder(settings.toText());
        for (Sample sample : planned.samples())
            all.append(sample.row())
                    .append(' ')
                    .append(sample.id())
                    .append(' ')
                    .append(sample.split())
                    .append('\n');
        return "table=" + Hash.of(all.toString()) + "\n";
    }

    private Dataset gathered(DatasetPlan planned, Store store, Map<Integer, String> failed) {
        Map<Integer, Integer> twice = new LinkedHashMap<>();
        Map<String, Integer> rows = new HashMap<>();
        for (Sample sample : planned.samples()) {
            Integer first = rows.putIfAbsent(sample.id(), sample.row());
            if (first != null && first != sample.row()) twice.putIfAbsent(sample.row(), first);
        }
        Map<String, Entry> byId = new LinkedHashMap<>();
        for (Unit unit : planned.units()) {
            store.entry(unit.samples().get(0).sourceId()).ifPresent(entry -> byId.putIfAbsent(entry.id(), entry));
            for (Sample sample : unit.samples())
                store.entry(sample.id()).ifPresent(entry -> byId.putIfAbsent(entry.id(), entry));
        }
        List<Entry> entries = List.copyOf(byId.values());
        return new Dataset(entries, settings.filter().rejected(entries), failed, twice, store);
    }
}
