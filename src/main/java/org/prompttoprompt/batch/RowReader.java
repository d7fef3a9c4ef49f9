package org.prompttoprompt.batch;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.dataset.LabelKind;
import org.prompttoprompt.dataset.Split;
import org.prompttoprompt.model.ModelFacts;
import org.prompttoprompt.model.ModelFolder;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.RandomSeed;
import org.prompttoprompt.request.Task;

/** Reads the rows of a table as samples, and notes each cell that cannot be read. */
final class RowReader {
    /** More images than anybody waits for. */
    static final long MOST = 1_000_000;

    private final Table table;
    private final LabelKind usual;
    private final Problems problems;
    private final Map<String, ModelFacts> facts = new HashMap<>();
    private final Map<String, GivenImage> images = new HashMap<>();
    private final Map<String, Sample> splits = new HashMap<>();
    private long count;

    /** @param usual where labels come from if a row does not say it */
    RowReader(Table table, LabelKind usual, Problems problems) {
        this.table = table;
        this.usual = usual;
        this.problems = problems;
    }

    /** Returns the samples of all rows, in their order; those of bad rows are missing. */
    List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (String column : table.columns()) Column.fault(column).ifPresent(problems::note);
        if (problems.isEmpty() && !table.columns().contains(Option.PROMPT.key()))
            problems.note("there is no column 'prompt': write there what each image shows");
        boolean known = problems.isEmpty();
        for (Table.Row row : table.rows()) {
            if (!row.fault().isEmpty()) problems.add(row.number(), "", row.fault());
            else if (known) samples.addAll(read(row));
            else cells(row);
            if (count > MOST) {
                problems.add(row.number(), "", "the table comes to more than " + MOST + " images: split it");
                return samples;
            }
        }
        return samples;
    }

    /** Looks at each cell alone: what they come to together is not known where a column is not. */
    private void cells(Table.Row row) {
        task(row);
        hasSplit(row);
        for (String column : table.columns()) {
            String text = row.get(column);
            if (!Option.has(column) || text.isEmpty()) continue;
            try {
                requireReadable(Option.of(column), text);
            } catch (Refusal e) {
                problems.add(row.number(), column, e.getMessage());
            }
        }
    }

    private List<Sample> read(Table.Row row) {
        Optional<EditRequest> request = task(row).flatMap(task -> request(row, task));
        Optional<LabelKind> labels = labels(row);
        Optional<GivenImage> image = image(row, labels.orElse(LabelKind.NONE));
        boolean split = hasSplit(row);
        if (request.isEmpty() || labels.isEmpty() || !split) return List.of();
        if (request.get().task().takesImage() && image.isEmpty()) return List.of();
        try {
            count += Unfolding.count(request.get());
            if (count > MOST) return List.of();
            List<Sample> samples = new ArrayList<>();
            for (EditRequest one : Unfolding.of(filled(request.get()))) {
                Sample sample = new Sample(
                        row.number(), one, image, labels.get(), row.get("things"), row.get("marker"), row.get("split"));
                if (agrees(sample)) samples.add(sample);
            }
            return samples;
        } catch (Refusal e) {
            problems.add(row.number(), column(e), e.getMessage());
            return List.of();
        }
    }

    private EditRequest filled(EditRequest request) {
        String model = request.get(Option.MODEL);
        String prediction = request.get(Option.PREDICTION);
        return facts.computeIfAbsent(model + "; " + prediction, key -> ModelFacts.of(ModelFolder.of(model), prediction))
                .fill(request);
    }

    /** Returns the column that a refusal speaks of, which it names first. */
    static String column(Refusal refusal) {
        String key = refusal.getMessage().split("[= :]", 2)[0];
        return Option.has(key) ? key : "";
    }

    private Optional<Task> task(Table.Row row) {
        String name = row.get("task");
        for (Task task : Task.values()) if (task.name().toLowerCase(Locale.ROOT).equals(name)) return Optional.of(task);
        if (!name.isEmpty()) {
            problems.add(row.number(), "task", "'" + name + "' is none of generate, swap, phrase, reweight and edit");
            return Optional.empty();
        }
        if (!row.get("image").isEmpty()) return Optional.of(Task.EDIT);
        if (!row.get("target").isEmpty()) {
            Task kind = EditRequest.of(Task.EDIT)
                    .with(Option.PROMPT, row.get("prompt"))
                    .with(Option.TARGET, row.get("target"))
                    .kind();
            return Optional.of(kind == Task.REWEIGHT ? Task.SWAP : kind);
        }
        return Optional.of(row.get("words").isEmpty() ? Task.GENERATE : Task.REWEIGHT);
    }

    private Optional<EditRequest> request(Table.Row row, Task task) {
        EditRequest request = EditRequest.of(task);
        boolean good = true;
        for (String column : table.columns()) {
            String text = row.get(column);
            if (!Option.has(column) || text.isEmpty()) continue;
            try {
                Option option = Option.of(column);
                request = request.with(option, text);
                requireReadable(option, text);
            } catch (Refusal e) {
                problems.add(row.number(), column, e.getMessage());
                good = false;
            }
        }
        if (row.get("prompt").isEmpty()) {
            problems.add(row.number(), "prompt", "it is empty: write what the image shows");
            good = false;
        }
        return good ? Optional.of(request) : Optional.empty();
    }

    private static void requireReadable(Option option, String text) {
        option.read(text);
        if (option == Option.SEED && !RandomSeed.drawn(text).equals(text))
            throw new Refusal("seed=" + text
                    + ": a data set is made again from its table, so give numbers, such as a range 1:1:8.");
        if (option == Option.SLICES && !text.equals("one"))
            throw new Refusal("slices=" + text + ": a data set is made of single images. Give one.");
    }

    private Optional<LabelKind> labels(Table.Row row) {
        String text = row.get("labels");
        boolean file = !text.isEmpty() && !LabelKind.names(text);
        if (file && row.get("image").isEmpty()) {
            problems.add(
                    row.number(),
                    "labels",
                    "'" + text + "' is none of none, words and instances, and the row has no image whose labels it"
                            + " could name");
            return Optional.empty();
        }
        return Optional.of(file ? LabelKind.CARRIED : text.isEmpty() ? usual : LabelKind.of(text));
    }

    private Optional<GivenImage> image(Table.Row row, LabelKind labels) {
        String name = row.get("image");
        if (name.isEmpty()) {
            if (row.get("task").equals("edit")) problems.add(row.number(), "image", "an edit of an image needs one");
            return Optional.empty();
        }
        String label = labels == LabelKind.CARRIED ? row.get("labels") : "";
        try {
            Optional<String> labelFile = Optional.of(label).filter(text -> !text.isEmpty());
            return Optional.of(
                    images.computeIfAbsent(name + "\n" + label, key -> GivenImage.of(table.files(), name, labelFile)));
        } catch (Refusal | InvalidPathException e) {
            boolean ofLabels = !label.isEmpty()
                    && e.getMessage().contains(Path.of(label).getFileName().toString());
            problems.add(row.number(), ofLabels ? "labels" : "image", e.getMessage());
            return Optional.empty();
        }
    }

    private boolean hasSplit(Table.Row row) {
        String split = row.get("split");
        if (split.isEmpty() || Split.NAMES.contains(split)) return true;
        problems.add(row.number(), "split", "'" + split + "' is none of " + String.join(", ", Split.NAMES));
        return false;
    }

    /** An edit must not stand in another split than its source, nor two edits of it. */
    private boolean agrees(Sample sample) {
        Sample other = splits.putIfAbsent(sample.scene(), sample);
        if (other == null || other.split().equals(sample.split())) return true;
        problems.add(
                sample.row(),
                "split",
                "row " + other.row() + " has the same source in '"
                        + (other.split().isEmpty() ? "(none)" : other.split())
                        + "': what is learned there would be seen again here");
        return false;
    }
}
