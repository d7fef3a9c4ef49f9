package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.ClearSteps;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.engine.MappedPages;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.image.Tensors;
import org.prompttoprompt.inversion.WalkRule;
import org.prompttoprompt.inversion.WayIn;
import org.prompttoprompt.metrics.WordMask;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.ClearMaps;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.request.FrameKey;
import org.prompttoprompt.request.Settings;
import org.prompttoprompt.sweep.Contexts;
import org.prompttoprompt.sweep.Pace;
import org.prompttoprompt.sweep.SourcePath;
import org.prompttoprompt.sweep.SweepPlan;
import org.prompttoprompt.sweep.SweepRun;
import org.prompttoprompt.unet.NoisePredictor;

/** One run of a job: the walk of each seed, the images, and the proof that the control acted. On the engine's thread. */
final class Run {
    private final Job job;
    private final Settings settings;
    private final StableDiffusion model;
    private final KeptSource kept;
    private final KeptInversions inversions;
    private final Wanted wanted;
    private final Progress progress;
    private final List<Frame> frames = new ArrayList<>();
    private final Tally tally = new Tally();
    private final List<Double> agreement = new ArrayList<>();
    private final List<WordMask> masks = new ArrayList<>();
    private final List<AttentionMaps> attention = new ArrayList<>();
    private final Work work;
    private final Pace pace;
    /** x₀ of an image that was given. */
    private NDArray imageLatents;
    /** What all walks ask. */
    private NoisePredictor network;

    private Reconstruction reconstruction;

    /** @param kept the source that a session drew last: taken where it is this one, and kept anew if that is wanted */
    Run(Job job, StableDiffusion model, KeptSource kept, KeptInversions inversions, Wanted wanted, Progress progress) {
        this.job = job;
        settings = job.settings();
        this.model = model;
        this.kept = kept;
        this.inversions = inversions;
        this.wanted = wanted;
        this.progress = progress;
        pace = job.pace(guidance() != 1, wanted.eachStep());
        work = new Work(progress, settings.seeds().size(), settings.variants().size() + 1);
    }

    EditResult result() {
        boolean finished = true;
        try (NDManager manager = model.newManager();
                NDScope scope = new NDScope()) {
            job.input().image().ifPresent(image -> imageLatents = model.vae.encode(image.toTensor(manager)));
            network = Inpainting.network(model, job.input(), settings.height(), settings.width(), manager);
            Contexts contexts = new EncodedTexts(job, model).encoded(manager);
            for (long seed : settings.seeds()) {
                MappedPages.forgetAll(); // the text encoder's work is done, the decoder's of the seed before too
                finished = work.seed(() -> walk(manager, contexts, seed));
                if (!finished) break;
            }
            if (!finished) tally.requireCompleteToWholeStep();
        }
        Cost cost = job.edits() && finished ? Cost.of(job, work.ran(), guidance() == 1 ? 1 : 2) : Cost.of(work.ran());
        return new EditResult(
                model.named(job.request()),
                Provenance.of(model, job.input()),
                settings.axes().swept(),
                List.copyOf(frames),
                report(cost, finished),
                cost,
                !finished,
                MapSummary.of(frames, agreement, masks),
                List.copyOf(attention),
                Optional.ofNullable(reconstruction));
    }

    private String report(Cost cost, boolean finished) {
        String text = Report.of(job, pace, tally, cost, finished)
                + work.note()
                + (finished ? "" : Report.kept(settings, frames.size()));
        return Report.withNotes(text, job, model, Optional.ofNullable(reconstruction));
    }

    private double guidance() {
        return model.unet.mixing(settings.guidance());
    }

    /** Draws the images of a seed; returns whether all were finished. */
    private boolean walk(NDManager runManager, Contexts contexts, long seed) {
        SweepPlan plan = job.plan();
        MapReader reader =
                new MapReader(job, model, wanted, (int) pace.count(job.firstEvaluation(), Pace.Evaluation::full));
        try (NDManager manager = runManager.newSubManager();
                NDScope scope = new NDScope();
                AttentionStore store = new AttentionStore(
                        manager, site -> measures(site) || reader.wants(site), reader.perHead(), clear(manager))) {
            Optional<Source> found = source(manager, contexts, seed);
            if (found.isEmpty()) return false;
            Source source = found.get();
            SweepRun run = new SweepRun(
                    plan,
                    source.scheduler(),
                    network,
                    contexts,
                    guidance(),
                    store,
                    tally,
                    source.path(),
                    RunMemory.of(job, model).rowsAtOnce(),
                    source.rule().rescaled(settings.drawn().rescale()),
                    pace);
            List<Integer> rows = run.rows();
            work.plan(rows.stream()
                    .skip(source.start().evaluation())
                    .mapToLong(Integer::longValue)
                    .sum());
            SweepRun.Listener listener = (step, z) -> {
                tally.demand(
                        plan.leads(step),
                        step,
                        job.sites(),
                        guidance() == 1 || !pace.at(step).guided() ? 1 : 2);
                reader.stepped(step, store);
                String message = "Step " + (step + 1) + " of " + plan.steps().size() + seedNote(seed);
                return !PyTorch.isEnding() && work.step(rows.get(step), message);
            };
            Previews previews = new Previews(job, model, progress, seed, seedNote(seed));
            SweepRun.Listener seen = previews.with(listener);
            if (wanted.camera().isPresent())
                seen = wanted.camera().get().with(seen, source.start(), source.scheduler(), model);
            Optional<NDArray> latents = run.walk(source.start(), seen);
            tally.requireComplete();
            if (latents.isPresent() && job.edits()) {
                MapMeasure maps = new MapMeasure(MapMeasure.words(job), plan, store.sums());
                agreement.addAll(maps.agreement());
                maps.mask().ifPresent(masks::add);
            }
            MappedPages.forgetAll(); // the network waits
            return latents.isPresent() && decode(latents.get(), seed, source.path(), store, reader);
        }
    }

    private Optional<ClearMaps> clear(NDManager manager) {
        if (wanted.maps() != Wanted.Maps.FINE) return Optional.empty();
        return Optional.of(new ClearMaps(
                manager,
                job.sites(),
                ClearSteps.of(job.sampler().get(), pace.fullFrom(job.firstEvaluation()), manager)));
    }

    /** Where the walk of a seed begins, and what is known of its source before. */
    private record Source(Scheduler scheduler, Start start, SourcePath path, WalkRule rule) {}

    /** Returns it, or nothing if the run was stopped on the way into an image. */
    private Optional<Source> source(NDManager manager, Contexts contexts, long seed) {
        Scheduler scheduler = job.sampler().get();
        if (imageLatents != null) {
            WaysIn ways = new WaysIn(job, model, contexts, imageLatents, scheduler, network, inversions, work);
            try {
                WayIn way = ways.of(seed);
                SourcePath path = way.source().isEmpty()
                        ? SourcePath.unkept()
                        : kept.ofImage(ways.key(seed) + (pace.exact() ? "" : pace), way.source(), job, model);
                return Optional.of(new Source(way.scheduler(), way.start(), path, way.rule()));
            } catch (WaysIn.Stopped e) {
                return Optional.empty();
            }
        }
        SourcePath path = wanted.source()
                ? kept.of(job, pace, model)
                : wanted.drawsAnew() ? SourcePath.unkept() : kept.ifDrawn(job, pace);
        return Optional.of(new Source(scheduler, start(manager, seed, scheduler), path, WalkRule.PLAIN));
    }

    private Start start(NDManager manager, long seed, Scheduler scheduler) {
        int factor = model.vae.factor();
        Shape shape = new Shape(1, model.vae.latentChannels(), settings.height() / factor, settings.width() / factor);
        return Start.ofSeed(manager, seed, shape, scheduler);
    }

    private boolean measures(Site site) {
        return job.maps().reads(site) || settings.blend().fine() && job.maps().ofLevel(site);
    }

    private String seedNote(long seed) {
        return settings.seeds().size() > 1 ? ", seed " + seed : "";
    }

    /** Decodes image by image; whoever stops here keeps those that are done. */
    private boolean decode(NDArray latents, long seed, SourcePath path, AttentionStore store, MapReader reader) {
        Frame source = null;
        for (FrameKey key : settings.frames(seed)) {
            if (!work.decoding()) return false;
            boolean again = key.source() && source != null;
            Frame frame = again ? source : frame(key, latents, path);
            if (key.source()) source = frame;
            // A run may end in the midst of it: a frame is there with its maps, or not at all.
            if (wanted.maps() != Wanted.Maps.NONE) attention.add(reader.read(key.variant(), store, frame));
            frames.add(frame);
        }
        return work.images() || job.edits();
    }

    private Frame frame(FrameKey key, NDArray latents, SourcePath path) {
        int row = key.variant() + 1;
        Supplier<ArrayImg<ARGBType, IntArray>> decoder = () -> decoded(latents, row);
        if (row == 0 && imageLatents != null && reconstruction == null) reconstruction = reconstruction(latents);
        ArrayImg<ARGBType, IntArray> image = row == 0 ? kept.image(path, decoder) : decoder.get();
        work.decoded();
        return new Frame(key.label(), key.values(), key.source(), image);
    }

    private Reconstruction reconstruction(NDArray latents) {
        try (NDScope scope = new NDScope()) {
            NDArray image = job.input().image().orElseThrow().toTensor(latents.getManager());
            return Reconstruction.of(model.vae.decode(latents.get("0:1")), model.vae.decode(imageLatents), image);
        }
    }

    private ArrayImg<ARGBType, IntArray> decoded(NDArray latents, int row) {
        try (NDScope scope = new NDScope()) {
            return Tensors.toImage(model.vae.decode(latents.get(row + ":" + (row + 1))));
        }
    }
}
