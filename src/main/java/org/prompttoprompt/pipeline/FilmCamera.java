package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.image.Tensors;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.sweep.SweepRun;

/**
 * Films the walk of a source, and of an edit beside it: what the network sees in each step, and the image it expects. On the
 * engine's thread.
 */
final class FilmCamera {
    /** One of each image, the source first. */
    private final List<List<FilmStep>> steps = new ArrayList<>();
    /** What the next step begins with, of each image. */
    private List<ArrayImg<ARGBType, IntArray>> noisy = List.of();

    /** @param images that are filmed: 1 the source, 2 an edit besides */
    private FilmCamera(int images) {
        for (int i = 0; i < images; i++) steps.add(new ArrayList<>());
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
                    for (int image = 0; image < steps.size(); image++) {
                        NDArray latents = row(originals, image);
                        steps.get(image)
                                .add(new FilmStep(
                                        scheduler.timesteps().get(step),
                                        noisy.get(image),
                                        Tensors.toImage(model.vae.decode(latents))));
                    }
                }
                if (listener.wantsOriginals(step)) listener.originals(step, originals);
            }
        };
    }

    /**
     * Films what a run draws.
     *
     * @param run makes what is wanted besides its images
     * @throws CancellationException if the run was stopped
     */
    static List<Film> films(Task task, Function<Wanted, EditResult> run) {
        boolean edits = task != Task.GENERATE;
        FilmCamera camera = new FilmCamera(edits ? 2 : 1);
        Wanted.Maps maps = edits ? Wanted.Maps.AVERAGE : Wanted.Maps.EACH_STEP;
        EditResult result = run.apply(new Wanted(maps, 0, false, Optional.of(camera)));
        if (result.cancelled()) throw new CancellationException("Stopped");
        return IntStream.range(0, camera.steps.size())
                .mapToObj(image -> new Film(result.attention().get(image), List.copyOf(camera.steps.get(image))))
                .toList();
    }

    /** An edit is the source's copy until it forks. */
    private static NDArray row(NDArray latents, int image) {
        long row = Math.min(image, latents.getShape().get(0) - 1);
        return latents.get(row + ":" + (row + 1));
    }

    private void see(NDArray latents, int step, Scheduler scheduler, StableDiffusion model) {
        List<ArrayImg<ARGBType, IntArray>> seen = new ArrayList<>();
        try (NDScope scope = new NDScope()) {
            for (int image = 0; image < steps.size(); image++) {
                // A duplicate, since a sampler without a scale of its own returns the latents themselves.
                NDArray input = scheduler.input(row(latents, image).duplicate(), step);
                seen.add(Tensors.toImage(model.colours().colours(input)));
            }
        }
        noisy = seen;
    }
}
