package org.prompttoprompt.score;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.batch.Engine;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.engine.OutputFile;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.pipeline.ImageFeatures;
import org.prompttoprompt.pipeline.PerceptualDistance;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/**
 * Scores a folder in PIE-Bench's layout: each image's edit by each method, one after the other, into a table that an interrupted run goes
 * on with; what cannot be read or drawn is named, skipped and counted.
 */
public final class Benchmark {
    private static final int MOST_NAMED = 20;
    private static final String TABLE = ".csv";
    private static final String MEANS = "-methods.csv";
    private static final String SHEET = ".png";

    private final ScoreRequest request;
    private final BenchFolder folder;
    private final Rules rules;
    private final Path out;
    private final List<BenchMethod> methods;
    private final EditRequest edit;
    private final Optional<Path> weights;
    private final List<String> skipped = new ArrayList<>();
    private final Map<String, List<Score>> scores = new LinkedHashMap<>();

    private Benchmark(ScoreRequest request) {
        this.request = request;
        rules = request.rule();
        edit = PromptToPrompt.resolve(request.edit());
        request.requireMethods();
        weights = request.look();
        folder = BenchFolder.of(request.bench());
        if (request.out().isBlank())
            throw new Refusal("out is empty: name a path for what is written, such as out=/data/scores.");
        out = LocalPath.of("out", request.out()).toAbsolutePath();
        methods = request.methods(folder, out);
        requireWritable();
        skipped.addAll(folder.skipped());
    }

    /**
     * Reads the folder, and computes nothing.
     *
     * @throws Refusal if the folder, the methods or the path are none
     */
    public static Benchmark of(ScoreRequest request) {
        return new Benchmark(request);
    }

    private void requireWritable() {
        for (String ending : List.of(TABLE, MEANS, SHEET))
            OutputFile.problem(beside(ending)).ifPresent(why -> {
                throw new Refusal("out: " + beside(ending) + " cannot be written, because " + why
                        + ". Name another path by out=.");
            });
        for (BenchMethod method : methods) method.requireWritable();
    }

    /**
     * Makes and scores what the table has not yet, writes the means of each method and a contact sheet, and returns what to tell.
     *
     * @throws CancellationException if {@code progress} stopped it; what was done stays, and goes into the means
     */
    public String run(Engine engine, Progress progress) {
        String model = engine.call(edit, progress, p2p -> p2p.loaded(edit, progress));
        Optional<PerceptualDistance> look = weights.map(PerceptualDistance::open);
        try {
            return run(engine, progress, model, look);
        } finally {
            look.ifPresent(PerceptualDistance::close);
        }
    }

    private String run(Engine engine, Progress progress, String model, Optional<PerceptualDistance> look) {
        ScoreFile file = new ScoreFile(beside(TABLE), look.map(PerceptualDistance::network));
        try {
            int done = 0;
            for (BenchMethod method : methods) {
                for (BenchCase one : folder.cases()) {
                    String message = "Scoring " + method.name() + ", " + one.id();
                    int at = done++;
                    Progress within =
                            within(progress, at, methods.size() * folder.cases().size(), message);
                    if (!within.goOn(0, 1, "")) throw new CancellationException("Stopped");
                    if (file.has(one, method.name(), rules, model)) continue;
                    try {
                        file.add(one, method.name(), rules, model, score(one, method, engine, look, within));
                    } catch (Refusal e) {
                        skipped.add(method.name() + ", " + one.id() + ": "
                                + e.getMessage().lines().findFirst().orElse(""));
                    }
                }
            }
        } finally {
            for (BenchMethod method : methods)
                scores.put(method.name(), file.of(folder.cases(), method.name(), rules, model));
            write(beside(MEANS), MethodTable.csv(scores));
        }
        Optional<ImagePlus> sheet = sheet();
        sheet.ifPresent(picture -> save(picture, beside(SHEET)));
        return told(sheet.isPresent());
    }

    private static Progress within(Progress progress, int at, int all, String message) {
        return progress.part((done, total, ignored) ->
                progress.goOn((long) (1000L * (at + (double) done / Math.max(1, total))), 1000L * all, message));
    }

    private Score score(
            BenchCase one, BenchMethod method, Engine engine, Optional<PerceptualDistance> look, Progress progress) {
        ImagePlus source = BenchMethod.open(one.image(), "the image " + one.image() + " cannot be read");
        ImageProcessor before = source.getProcessor();
        boolean[] mask = RunLengths.read(one.mask(), before.getWidth(), before.getHeight(), rules.border());
        ImageProcessor after = Score.result(method.result(one, source, engine, progress), before, rules);
        int width = edit.whole(Option.WIDTH, 1, EditRequest.MAX_SIDE);
        int height = edit.whole(Option.HEIGHT, 1, EditRequest.MAX_SIDE);
        List<SourceImage> images = List.of(Score.seen(before, width, height), Score.seen(after, width, height));
        List<ImageFeatures> features =
                engine.call(edit, progress, p2p -> p2p.judge().features(edit, images, progress));
        return Score.of(before, after, mask, features.get(0), features.get(1), rules, look);
    }

    /** Returns the first images, each with its edits, as a labelled picture; empty where there are none. */
    public Optional<ImagePlus> sheet() {
        return ScoreSheet.of(folder.cases(), methods);
    }

    /** Returns the table of means, as CSV. */
    public String table() {
        return MethodTable.csv(scores);
    }

    private String told(boolean withSheet) {
        StringBuilder told = new StringBuilder();
        scores.forEach((method, all) -> told.append(method + ": " + all.size() + " of "
                + (folder.cases().size() + folder.skipped().size()) + " images scored\n"));
        if (!skipped.isEmpty()) told.append(skipped.size() + " skipped:\n");
        skipped.stream().limit(MOST_NAMED).forEach(line -> told.append("  " + line + "\n"));
        if (skipped.size() > MOST_NAMED) told.append("  and " + (skipped.size() - MOST_NAMED) + " more\n");
        return told.append("Saved " + beside(TABLE) + (withSheet ? ", " : " and ") + beside(MEANS)
                        + (withSheet ? " and " + beside(SHEET) : ""))
                .toString();
    }

    private Path beside(String ending) {
        return out.resolveSibling(out.getFileName() + ending);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new Refusal(
                    "out: " + file + " cannot be written, because " + OutputFile.why(file, e)
                            + ". Name another path by out=.",
                    e);
        }
    }

    private static void save(ImagePlus picture, Path file) {
        if (!new FileSaver(picture).saveAsPng(file.toString()))
            throw new Refusal("out: " + file
                    + " cannot be written: the disk may be full. Name another path by out=, on a disk with room.");
    }
}
