package org.prompttoprompt.pipeline;

import java.nio.file.Path;
import org.prompttoprompt.nn.PyTorch;

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
    private StableDiffusion model;

    /**
     * Makes the images of a request.
     *
     * @throws IllegalArgumentException with one readable sentence if the request cannot be run; nothing is computed then
     * @throws IllegalStateException if the engine cannot run here, or the control did not act as planned
     */
    public EditResult run(EditRequest request, Progress progress) {
        return PyTorch.call(() -> {
            StableDiffusion loaded = load(request, progress);
            return new Run(Job.of(request, loaded), loaded, progress).images();
        });
    }

    /**
     * Returns the request with the values that it leaves to the model filled in, without any computing.
     *
     * @throws IllegalArgumentException if the model cannot be opened or a value is out of its range
     */
    public EditRequest resolve(EditRequest request) {
        return PyTorch.call(() -> Job.resolve(request, load(request, Progress.NONE)));
    }

    private StableDiffusion load(EditRequest request, Progress progress) {
        Path folder = ModelFolder.of(request.get(Option.MODEL));
        if (model == null || !model.folder.equals(folder)) {
            progress.goOn(0, 1, "Loading " + folder.getFileName());
            StableDiffusion loaded = StableDiffusion.open(folder);
            if (model != null) model.close();
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
        PyTorch.free(() -> {
            if (model != null) model.close();
            model = null;
        });
    }
}
