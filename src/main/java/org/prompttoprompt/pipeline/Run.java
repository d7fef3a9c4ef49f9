package org.prompttoprompt.pipeline;

import static org.prompttoprompt.request.Option.*;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.Noise;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.image.Tensors;
import org.prompttoprompt.metrics.WordMask;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.p2p.WordRegion;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.sweep.Contexts;
import org.prompttoprompt.sweep.SourcePath;
import org.prompttoprompt.sweep.SweepPlan;
import org.prompttoprompt.sweep.SweepRun;

/** One run of a job: the walk of each seed, the images, and the proof that the control acted. On the engine's thread. */
final class Run {
    private final Job job;
    private final StableDiffusion model;
    private final Progress progress;
    private final List<Long> seeds;
    private final List<Frame> frames = new ArrayList<>();
    private final Tally tally = new Tally();
    private final Optional<KeptSource> kept;
    private final List<Double> agreement = new ArrayList<>();
    private final List<WordMask> masks = new ArrayList<>();
    private final Work work;

    /** @param kept where the source's walk is kept for the next run, and taken from if it is known; empty to keep nothing */
    Run(Job job, StableDiffusion model, Optional<KeptSource> kept, Progress progress) {
        this.kept = kept;
        this.job = job;
        this.model = model;
        this.progress = progress;
        this.seeds = job.request().seeds();
        work = new Work(progress, seeds.size(), job.combinations().size() + 1);
    }

    EditResult images() {
        boolean finished = true;
        try (NDManager manager = model.newManager();
                NDScope scope = new NDScope()) {
            Contexts contexts = new Contexts(
                    encode(manager, job.negative()),
                    encode(manager, job.source()),
                    List.of(encode(manager, job.target())));
            for (int i = 0; finished && i < seeds.size(); i++) finished = seed(manager, contexts, seeds.get(i));
        }
        boolean edits = !job.combinations().isEmpty();
        long halves = job.request().number(GUIDANCE, 0, Double.MAX_VALUE) == 1 ? 1 : 2;
        long oneByOne = job.plan().naiveCost() / 2 * halves * seeds.size();
        Cost cost = new Cost(work.ran(), edits && finished ? oneByOne : work.ran());
        return new EditResult(
                job.request(),
                model.name(),
                model.hash(),
                job.axes().swept(),
                List.copyOf(frames),
                Report.of(job, tally, cost, finished),
                cost,
                !finished,
                MapSummary.of(frames, agreement, masks));
    }

    private NDArray encode(NDManager manager, org.prompttoprompt.text.Tokens tokens) {
        return model.text.forward(manager, List.of(tokens));
    }

    private boolean seed(NDManager runManager, Contexts contexts, long seed) {
        SweepPlan plan = job.plan();
        SourcePath path = kept.map(source -> source.of(job, model)).orElseGet(SourcePath::unkept);
        try (NDManager manager = runManager.newSubManager();
                NDScope scope = new NDScope();
                AttentionStore store = new AttentionStore(manager, this::measures, false)) {
            SweepRun run = new SweepRun(
                    plan,
                    Job.scheduler(job.request(), model),
                    model.unet::forward,
                    contexts,
                    job.request().number(GUIDANCE, 0, Double.MAX_VALUE),
                    store,
                    tally,
                    path);
            List<Integer> rows = run.rows();
            work.plan(rows.stream().mapToLong(Integer::longValue).sum());
            int factor = model.vae.factor();
            Shape shape = new Shape(
                    1,
                    model.unet.inChannels(),
                    job.request().whole(HEIGHT, 1, Integer.MAX_VALUE) / factor,
                    job.request().whole(WIDTH, 1, Integer.MAX_VALUE) / factor);
            SweepRun.Listener listener = (step, z) -> {
                tally.demand(plan.leads(step), step, job.sites(), run.guidance() == 1 ? 1 : 2);
                String message = "Step " + (step + 1) + " of " + plan.steps().size() + seedNote(seed);
                return !PyTorch.isEnding() && work.step(rows.get(step), message);
            };
            Previews previews = new Previews(job, model, progress, seedNote(seed));
            Optional<NDArray> latents = run.walk(Noise.of(manager, seed, shape), previews.with(listener));
            tally.requireComplete();
            if (latents.isPresent() && !plan.variants().isEmpty()) {
                MapMeasure maps = new MapMeasure(MapMeasure.words(job), plan, store.sums());
                agreement.addAll(maps.agreement());
                maps.mask().ifPresent(masks::add);
            }
            return latents.isPresent() && decode(latents.get(), seed, path);
        }
    }

    private boolean measures(Site site) {
        return WordRegion.reads(site, job.mapPixels());
    }

    private String seedNote(long seed) {
        return seeds.size() > 1 ? ", seed " + seed : "";
    }

    /** Decodes image by image; whoever stops here keeps those that are done. */
    private boolean decode(NDArray latents, long seed, SourcePath path) {
        int variants = job.combinations().size();
        Map<String, String> own = job.axes().seeds() ? Map.of(SEED.key(), String.valueOf(seed)) : Map.of();
        if (variants == 0) {
            if (!work.decoding()) return false;
            frames.add(frame(latents, 0, own.isEmpty() ? "seed=" + seed : "", own, false, path));
            return work.images();
        }
        int first = job.axes().swept().isEmpty()
                ? 1
                : job.axes().swept().get(0).values().size();
        for (int v = 0; v < variants; v++) {
            if (v % first == 0) {
                if (!work.decoding()) return false;
                Frame source = v == 0 ? frame(latents, 0, "source", own, true, path) : lastSource();
                frames.add(source);
            }
            if (!work.decoding()) return false;
            Map<String, String> values = new LinkedHashMap<>(job.combinations().get(v));
            values.putAll(own);
            frames.add(frame(latents, v + 1, values.isEmpty() ? ownValue() : "", values, false, path));
        }
        work.images();
        return true;
    }

    /** What an edit without a sweep is called. */
    private String ownValue() {
        boolean weighs = job.request().takesWeight();
        Option option = job.request().task() != Task.REWEIGHT ? TAU : weighs ? WEIGHT : WORDS;
        String value = option == WORDS
                ? job.request().get(WORDS)
                : job.request().sweptValues(option).get(0);
        return option.key() + "=" + value;
    }

    private Frame lastSource() {
        return frames.stream().filter(Frame::source).reduce((a, b) -> b).orElseThrow();
    }

    private Frame frame(
            NDArray latents, int row, String label, Map<String, String> values, boolean source, SourcePath path) {
        String text = values.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
        String full = (label + " " + text).strip();
        ArrayImg<ARGBType, IntArray> image = row == 0 && kept.isPresent()
                ? kept.get().image(path, () -> decoded(latents, 0))
                : decoded(latents, row);
        work.decoded();
        return new Frame(full, Map.copyOf(values), source, image);
    }

    private ArrayImg<ARGBType, IntArray> decoded(NDArray latents, int row) {
        try (NDScope scope = new NDScope()) {
            return Tensors.toImage(model.vae.decode(latents.get(row + ":" + (row + 1))));
        }
    }
}
