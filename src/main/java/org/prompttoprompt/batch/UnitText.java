package org.prompttoprompt.batch;

import com.google.gson.Gson;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.dataset.DataFolder;
import org.prompttoprompt.dataset.LabelKind;
import org.prompttoprompt.dataset.Store;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.WholeProgress;
import org.prompttoprompt.request.EditRequest;

/**
 * A unit as text, for another process that draws it.
 *
 * @param rows of the table that ask for it, for messages
 * @param json all of it
 */
public record UnitText(String rows, String json) implements Serializable {
    private static final Gson JSON = new Gson();

    private record SampleText(
            int row,
            String request,
            String image,
            String imageHash,
            String labelImage,
            String labelHash,
            LabelKind labels,
            String object,
            String marker,
            String split) {}

    private record SweepText(String request, List<SampleText> samples) {}

    private record Whole(List<SweepText> sweeps, boolean keepsSource) {}

    static UnitText of(Unit unit) {
        List<SweepText> sweeps = unit.sweeps().stream()
                .map(sweep -> new SweepText(
                        sweep.request().toText(),
                        sweep.samples().stream().map(UnitText::text).toList()))
                .toList();
        List<Integer> rows =
                unit.samples().stream().map(Sample::row).distinct().sorted().toList();
        return new UnitText(
                rows.size() == 1 ? "row " + rows.get(0) : "rows " + rows.get(0) + " to " + rows.get(rows.size() - 1),
                JSON.toJson(new Whole(sweeps, unit.keepsSource())));
    }

    private static SampleText text(Sample sample) {
        Optional<GivenImage> image = sample.image();
        return new SampleText(
                sample.row(),
                sample.request().toText(),
                image.map(GivenImage::name).orElse(null),
                image.map(GivenImage::hash).orElse(null),
                image.flatMap(GivenImage::labels).orElse(null),
                image.map(GivenImage::labelsHash).orElse(null),
                sample.labels(),
                sample.object(),
                sample.marker(),
                sample.split());
    }

    /** Returns the unit, whose images lie in {@code files}. */
    Unit unit(TableFiles files) {
        Whole whole = JSON.fromJson(json, Whole.class);
        List<Sweep> sweeps = new ArrayList<>();
        for (SweepText sweep : whole.sweeps())
            sweeps.add(new Sweep(
                    EditRequest.parse(sweep.request()),
                    sweep.samples().stream().map(text -> sample(text, files)).toList()));
        return new Unit(sweeps, whole.keepsSource());
    }

    private static Sample sample(SampleText text, TableFiles files) {
        Optional<GivenImage> image = Optional.ofNullable(text.image())
                .map(name -> new GivenImage(
                        files, name, text.imageHash(), Optional.ofNullable(text.labelImage()), text.labelHash()));
        return new Sample(
                text.row(),
                EditRequest.parse(text.request()),
                image,
                text.labels(),
                text.object(),
                text.marker(),
                text.split());
    }

    /**
     * Draws what is missing of it.
     *
     * @param request of the data set
     * @param folder of the data set
     * @param files of the table
     * @return why rows failed
     * @throws CancellationException if {@code progress} stopped it
     * @throws org.prompttoprompt.dataset.DiskRefusal if the disk takes no more
     */
    public Map<Integer, String> draw(
            DatasetRequest request, DataFolder folder, TableFiles files, Engine engine, Progress progress) {
        Unit unit = unit(files);
        UnitCost cost = UnitCost.ofParts(unit);
        return new UnitJob(unit, cost, request.settings().describing(), new Store(folder))
                .run(engine, new WholeProgress(progress, cost.rows(), cost.runs(unit)));
    }
}
