package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.image.Tensors;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.sweep.SweepRun;

/** Films the walk of a source: what the network sees in each step, and the image it expects. On the engine's thread. */
final class FilmCamera {
    private final List<FilmStep> steps = new ArrayList<>();
    /** What the next step begins with. */
    private ArrayImg<ARGBType, IntArray> noisy;

    /** Returns the steps that were filmed. */
    List<FilmStep> steps() {
        return List.copyOf(steps);
    }

    /** Returns the listener, who is told as before while the walk that begins here is filmed. */
    SweepRun.Listener with(SweepRun.Listener listener, Start start, Scheduler scheduler, StableDiffusion model) {
        see(start.latents(), start.evaluation(), scheduler, model);
        return new SweepRun.Listener() {
            @Override
            public boolean goOn(int step, NDArray latents) {
                if (step + 1 < scheduler.timesteps().size()) see(latents, step + 1, scheduler, model);
                return listener.goOn(step, latents);
            }

            @Override
            public boolean wantsOriginals(int step) {
                return true;
            }

            @Override
            public void originals(int step, NDArray originals) {
                try (NDScope scope = new NDScope()) {
                    steps.add(new FilmStep(
                            scheduler.timesteps().get(step),
                            noisy,
                            Tensors.toImage(model.vae.decode(originals.get("0:1")))));
                }
                if (listener.wantsOriginals(step)) listener.originals(step, originals);
            }
        };
    }

    private void see(NDArray latents, int step, Scheduler scheduler, StableDiffusion model) {
        try (NDScope scope = new NDScope()) {
            // A duplicate, since a sampler without a scale of its own returns the latents themselves.
            NDArray seen = scheduler.input(latents.get("0:1").duplicate(), step);
            noisy = Tensors.toImage(model.colours().colours(seen));
        }
    }
}
