package org.prompttoprompt.pipeline;

import java.nio.file.Path;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.model.ModelFacts;
import org.prompttoprompt.model.ModelFolder;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.text.Tokens;

/**
 * The facade: runs requests on a loaded model, which it keeps for the next request.
 *
 * <pre>{@code
 * try (PromptToPrompt p2p = new PromptToPrompt()) {
 *     EditResult result = p2p.run(EditRequest.of(Task.GENERATE).with("prompt", "a red ball"), Progress.NONE);
 * }
 * }</pre>
 *
 * It may be called from any thread; requests run one after the other.
 */
public final class PromptToPrompt implements AutoCloseable {
    private static final int MOST_COMPONENTS = 16;

    private final KeptSource kept = new KeptSource();
    private StableDiffusion model;

    /**
     * Makes the images of a request.
     *
     * @throws Refusal with one readable sentence if the request or the engine cannot be run; nothing is computed then
     * @throws IllegalStateException if the control did not act as planned, which is a fault of ours
     */
    public EditResult run(EditRequest request, Progress progress) {
        return run(request, false, progress);
    }

    /**
     * Makes the images of a request as {@link #run(EditRequest, Progress)} does, and keeps how the source was drawn: the
     * next edit of the same source (its prompt, seed, steps, guidance and size) costs half. Such images differ from those
     * of {@code run} by rounding, at most one of 256 levels in a pixel, as rows of other batches are added up in another
     * order.
     *
     * @throws Refusal with one readable sentence if the request or the engine cannot be run; nothing is computed then
     * @throws IllegalStateException if the control did not act as planned, which is a fault of ours
     */
    public EditResult edit(EditRequest request, Progress progress) {
        return run(request, true, progress);
    }

    private EditResult run(EditRequest request, boolean keeps, Progress progress) {
        return PyTorch.call(() -> {
            StableDiffusion loaded = load(request, progress);
            return new Run(Job.of(request, loaded), loaded, keeps ? Optional.of(kept) : Optional.empty(), progress)
                    .images();
        });
    }

    /** Forgets the source that {@link #edit} keeps, which can be large. */
    public void forgetSource() {
        PyTorch.free(kept::close);
    }

    /**
     * Returns the request with the values that it leaves to the model filled in. It reads the model's configuration alone, and
     * needs no engine.
     *
     * @throws Refusal if the configuration cannot be read or a value is out of its range
     */
    public static EditRequest resolve(EditRequest request) {
        return Job.resolve(request, ModelFacts.of(ModelFolder.of(request.get(Option.MODEL))));
    }

    /**
     * Draws the source image of a request, of its first seed, and returns where its words act.
     *
     * @param eachStep whether each step's maps are kept apart, else their average
     * @param components how many main patterns of the self-attention are wanted, 0 to 16
     * @throws Refusal with one readable sentence if the request cannot be run; nothing is computed then
     * @throws java.util.concurrent.CancellationException if {@code progress} stopped it
     */
    public AttentionMaps attention(EditRequest request, boolean eachStep, int components, Progress progress) {
        if (components < 0 || components > MOST_COMPONENTS) {
            throw new Refusal("components=" + components + ": give a whole number from 0 to " + MOST_COMPONENTS + ".");
        }
        return PyTorch.call(() -> {
            StableDiffusion loaded = load(request, progress);
            EditRequest one =
                    request.ofSource().with(Option.SEED, request.seeds().get(0));
            return new AttentionRun(Job.of(one, loaded), loaded, kept, eachStep, components, progress).maps();
        });
    }

    /**
     * Returns where the words of the edited prompt act in the one edited image of a request; maps are those that were used,
     * after the edit. Takes the source that {@link #edit} kept.
     *
     * @throws Refusal with one readable sentence if the request cannot be run or makes more than one edited
     *     image; nothing is computed then
     * @throws java.util.concurrent.CancellationException if {@code progress} stopped it
     */
    public AttentionMaps attentionOfEdit(EditRequest request, Progress progress) {
        return PyTorch.call(() -> {
            StableDiffusion loaded = load(request, progress);
            Job job = Job.of(request, loaded);
            if (job.combinations().size() != 1 || request.seeds().size() != 1) {
                throw new Refusal("Attention maps show one edited image: give each parameter one value.");
            }
            return new AttentionRun(job, loaded, kept, false, 0, progress).maps();
        });
    }

    /** Returns how the model reads a prompt, without any computing; words that did not fit are marked. */
    public Tokens tokens(EditRequest request, String prompt) {
        return PyTorch.call(() -> load(request, Progress.NONE).tokenizer.encode(prompt));
    }

    private StableDiffusion load(EditRequest request, Progress progress) {
        Path folder = ModelFolder.of(request.get(Option.MODEL));
        if (model == null || !model.folder.equals(folder)) {
            progress.goOn(0, 1, "Loading " + ModelFolder.title(folder));
            StableDiffusion loaded = StableDiffusion.open(folder);
            unload();
            model = loaded;
        }
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
        if (model != null) model.close();
        model = null;
    }
}
