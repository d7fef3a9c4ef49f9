package org.prompttoprompt.pipeline;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.model.ModelDefaults;
import org.prompttoprompt.model.ModelFacts;
import org.prompttoprompt.model.ModelFolder;
import org.prompttoprompt.model.ModelOutline;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.SoundFiles;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.FrameKey;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.RandomSeed;
import org.prompttoprompt.text.Tokens;

/**
 * The facade: runs requests on a loaded model, which it keeps for the next request.
 *
 * <pre>{@code
 * try (PromptToPrompt p2p = new PromptToPrompt()) {
 *     EditResult result = p2p.run(EditRequest.of(Task.GENERATE).with("prompt", "a red ball"), Progress.NONE);
 * }
 * }</pre>
 * It may be called from any thread; requests run one after the other.
 */
public final class PromptToPrompt implements AutoCloseable {
    /** The most main patterns of the self-attention. */
    public static final int MOST_COMPONENTS = Wanted.MOST_COMPONENTS;

    private final KeptSource kept = new KeptSource();
    private final KeptInversions inversions = new KeptInversions();
    private volatile StableDiffusion model;

    /**
     * Makes the images of a request.
     *
     * @throws Refusal with one readable sentence if the request or the engine cannot be run; nothing is computed then
     * @throws IllegalStateException if the control did not act as planned, which is a fault of ours
     */
    public EditResult run(EditRequest request, Progress progress) {
        return run(request, EditInput.NONE, progress);
    }

    /**
     * Makes the images of a request with an image or a mask given beside it. An edit of an image ({@link
     * org.prompttoprompt.request.Task#EDIT}) has as its first frame the image as the model draws it again, {@link
     * EditResult#reconstruction} tells how well; what is outside of a mask is left as in that frame, and pasting the original
     * pixels there is the caller's. The recipe holds the image's hash ({@link Provenance#source}).
     *
     * @throws Refusal and others as {@link #run(EditRequest, Progress)} does
     */
    public EditResult run(EditRequest request, EditInput input, Progress progress) {
        return run(request, input, Wanted.IMAGES, progress);
    }

    /**
     * Makes the images of a request as {@link #run(EditRequest, Progress)} does, with where the words act in each, and keeps
     * how the source was drawn: the next edit of the same source (its prompt, seed, steps, guidance and size) costs half.
     * Such images differ from those of {@code run} by rounding, at most one of 256 levels in a pixel: where maps are kept,
     * attention is computed with them, and elsewhere by the fused operation.
     *
     * @throws Refusal and others as {@link #run(EditRequest, Progress)} does
     */
    public EditResult edit(EditRequest request, Progress progress) {
        return edit(request, EditInput.NONE, progress);
    }

    /** {@link #edit(EditRequest, Progress)} with an image or a mask given beside the request. */
    public EditResult edit(EditRequest request, EditInput input, Progress progress) {
        return run(request, input, Wanted.SESSION, progress);
    }

    /** {@link #edit(EditRequest, EditInput, Progress)} with maps as those of {@link #fineAttention}. */
    public EditResult editFine(EditRequest request, EditInput input, Progress progress) {
        return run(request, input, new Wanted(Wanted.Maps.FINE, 0, true), progress);
    }

    /** {@link #edit(EditRequest, EditInput, Progress)} without where the words act, which is faster: for many edits of a source. */
    public EditResult draw(EditRequest request, EditInput input, Progress progress) {
        return run(request, input, Wanted.IMAGES_OF_A_SOURCE, progress);
    }

    private EditResult run(EditRequest given, EditInput input, Wanted wanted, Progress progress) {
        EditRequest request = RandomSeed.drawn(given);
        Runnable room = Memory.requireReadable(request, input, () -> model);
        EditResult result = PyTorch.call(() -> {
            room.run();
            StableDiffusion loaded = load(request, progress);
            return new Walks(loaded, request, input, kept, inversions, wanted, progress).run();
        });
        return RandomSeed.note(given.get(Option.SEED), request.get(Option.SEED))
                .map(result::noting)
                .orElse(result);
    }

    /**
     * Returns what a request costs in rows of the network, its inversion as if none was kept. It loads the model and computes nothing.
     *
     * @throws Refusal with one readable sentence if the request cannot be run
     */
    public Cost estimate(EditRequest request, EditInput input) {
        Memory.requireReadable(request, input, () -> model);
        return onModel(request, Progress.NONE, loaded -> Walks.estimate(loaded, request, input));
    }

    /** Returns what the model can be asked about images: it keeps to this facade and its loaded model. */
    public ImageJudge judge() {
        return new ImageJudge(this, inversions);
    }

    /** Runs a job on the model of a request, on the engine's thread. */
    <T> T onModel(EditRequest request, Progress progress, Function<StableDiffusion, T> job) {
        return PyTorch.call(() -> job.apply(load(request, progress)));
    }

    /** Forgets the inversions of images that are kept in memory and on disk. */
    public void clearInversions() {
        PyTorch.call(() -> {
            inversions.clear();
            return null;
        });
    }

    /** Forgets the source that {@link #edit} keeps, which can be large. */
    public void forgetSource() {
        PyTorch.free(kept::close);
    }

    /** Returns the request with what it leaves to the model filled in, from its configuration alone; refused where that cannot be. */
    public static EditRequest resolve(EditRequest request) {
        return ModelFacts.of(ModelFolder.of(request.get(Option.MODEL)), request.get(Option.PREDICTION))
                .fill(request);
    }

    /** Returns what the model of a request wants where it is left open, and what is usual with it; refused where it cannot be read. */
    public static ModelDefaults defaults(EditRequest request) {
        return ModelFacts.of(ModelFolder.of(request.get(Option.MODEL))).defaults();
    }

    /**
     * Draws the source image of a request, of its first seed, and returns where its words act.
     *
     * @param eachStep whether each step's maps are kept apart, else their average
     * @param components how many main patterns of the self-attention are wanted, 0 to 16
     * @throws Refusal with one readable sentence if the request cannot be run; nothing is computed then
     * @throws CancellationException if {@code progress} stopped it
     */
    public AttentionMaps attention(EditRequest request, boolean eachStep, int components, Progress progress) {
        Wanted.Maps maps = eachStep ? Wanted.Maps.EACH_STEP : Wanted.Maps.AVERAGE;
        return attention(request, new Wanted(maps, components, false), progress);
    }

    /** {@link #attention} on average, spread by self-attention and drawn along the image's edges: a value for each pixel of the image. */
    public AttentionMaps fineAttention(EditRequest request, int components, Progress progress) {
        return attention(request, new Wanted(Wanted.Maps.FINE, components, false), progress);
    }

    private AttentionMaps attention(EditRequest request, Wanted wanted, Progress progress) {
        EditRequest drawn = RandomSeed.drawn(request);
        EditRequest one = drawn.ofSource().with(Option.SEED, drawn.seeds().get(0));
        EditResult result = run(one, EditInput.NONE, wanted, progress);
        if (result.cancelled()) throw new CancellationException("Stopped");
        return result.attention().get(0);
    }

    /**
     * Draws the first image of a request and returns how: each step's noisy latents, the image that is expected then, and where its
     * words act. Of an edit two films, the source's first, whose maps are averages over the steps.
     *
     * @throws Refusal and others as {@link #attention} does
     */
    public List<Film> films(EditRequest request, Progress progress) {
        EditRequest drawn = RandomSeed.drawn(request);
        EditRequest one = FrameKey.firstImage(drawn).alone(drawn);
        return FilmCamera.films(one.task(), wanted -> run(one, EditInput.NONE, wanted, progress));
    }

    /** Returns how the model reads a prompt, by its tokenizer alone: at once, whatever runs; words that did not fit are marked. */
    public static Tokens tokens(EditRequest request, String prompt) {
        return ModelOutline.of(ModelSpec.of(request)).tokens(prompt);
    }

    /** Loads the model of a request where it is not, and returns its name with its hash. */
    public String loaded(EditRequest request, Progress progress) {
        return onModel(request, progress, model -> model.reference().toString());
    }

    /** {@link Verification} of a request's model, in single precision unless set, with the published pixels of that name or its own. */
    public String verify(EditRequest request, String published, Progress progress) {
        Verification.told(published);
        EditRequest single = request.madeIn(Precision.FLOAT32.toString());
        SoundFiles.requireNoneKnownBroken(ModelSpec.of(single)); // gigabytes are not read again for it
        return PyTorch.call(() -> new Verification(load(single, progress), progress).report(published));
    }

    /** Returns the name of the sampler of a request, by that of the model's file where the request leaves it to the model. */
    public static String sampler(EditRequest request) {
        EditRequest filled = resolve(request);
        return Schedulers.sampler(
                        ModelFacts.scheduler(ModelFolder.of(request.get(Option.MODEL))),
                        filled.get(Option.SCHEDULER),
                        filled.whole(Option.STEPS, 1, EditRequest.MAX_STEPS))
                .name();
    }

    private StableDiffusion load(EditRequest request, Progress progress) {
        ModelSpec spec = ModelSpec.of(request).decided();
        if (model == null || !model.spec.equals(spec) || !model.memory.isHeldAsChosen() || model.changedOnDisk()) {
            Memory.requireValues(request);
            progress.goOn(0, 1, "Loading " + ModelFolder.title(spec.place()));
            unload(); // two models at once may not fit into memory
            Memory.requireToLoad(spec);
            StableDiffusion loaded = StableDiffusion.open(spec, Memory.opening(spec));
            try {
                loaded.beginHash(reading -> progress.goOn(0, 1, reading));
            } catch (RuntimeException e) {
                loaded.close();
                throw e;
            }
            model = loaded;
        }
        model.requireMeant(request);
        return model;
    }

    /** Returns how many tensors the loaded model and its runs hold; it is the same after every run. */
    int openArrays() {
        return PyTorch.call(() -> model == null ? 0 : model.openArrays());
    }

    /** Forgets the loaded model. */
    @Override
    public void close() {
        PyTorch.free(this::unload);
    }

    private void unload() {
        kept.close();
        inversions.close();
        if (model != null) model.close();
        model = null;
    }
}
