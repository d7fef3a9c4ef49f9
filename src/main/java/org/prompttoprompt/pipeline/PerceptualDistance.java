package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.lpips.Lpips;

/** {@link Lpips} on the engine's thread, loaded until it is closed. From any thread. */
public final class PerceptualDistance implements AutoCloseable {
    private final NDManager manager;
    private final Lpips lpips;

    private PerceptualDistance(NDManager manager, Lpips lpips) {
        this.manager = manager;
        this.lpips = lpips;
    }

    /**
     * Loads the weights of a folder.
     *
     * @throws org.prompttoprompt.Refusal if it holds none, or they are not sound, naming what is wrong
     */
    public static PerceptualDistance open(Path folder) {
        return PyTorch.call(() -> {
            NDManager manager = PyTorch.newManager();
            try {
                return new PerceptualDistance(manager, Lpips.open(folder, manager));
            } catch (RuntimeException e) {
                manager.close();
                throw e;
            }
        });
    }

    /** Returns which network it looks through: {@code alex}, {@code vgg} or {@code squeeze}. */
    public String network() {
        return lpips.network();
    }

    /** Returns how different two images of one size look, 0 for equal ones. */
    public double of(SourceImage one, SourceImage other) {
        return PyTorch.call(() -> lpips.distance(one, other));
    }

    @Override
    public void close() {
        PyTorch.free(manager::close);
    }
}
