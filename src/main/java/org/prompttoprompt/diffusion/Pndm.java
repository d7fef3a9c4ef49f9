package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.prompttoprompt.checkpoint.Config;

/**
 * PLMS, the pseudo linear multi-step sampler of Stable Diffusion 1 (Liu et al. 2022, without the Runge-Kutta steps). The
 * second timestep is evaluated twice: first to correct the first step, then to go on.
 */
final class Pndm implements Scheduler {
    private final PndmMove move;
    private final List<Double> timesteps;
    private final Past outputs = new Past(PndmMove.ORDER);
    private final Past start = new Past(1);

    private Pndm(PndmMove move, List<Double> course) {
        this.move = move;
        timesteps = new ArrayList<>(course);
        if (course.size() > 1) timesteps.add(1, course.get(1));
    }

    static Supplier<Scheduler> open(Config config, int steps) {
        NoiseSchedule schedule = PndmMove.schedule(config);
        List<Double> course = schedule.timesteps(steps);
        PndmMove move = new PndmMove(schedule, steps);
        return () -> new Pndm(move, course);
    }

    @Override
    public List<Double> timesteps() {
        return timesteps;
    }

    /** The second evaluation corrects the first step and belongs to it. */
    @Override
    public int evaluation(int step) {
        return step == 0 || timesteps.size() == 1 ? step : step + 1;
    }

    @Override
    public NDArray original(NDArray latents, NDArray output, int i) {
        return move.original(latents, output, timesteps.get(i));
    }

    @Override
    public NDArray noised(NDArray original, NDArray epsilon, int i) {
        return move.noised(original, epsilon, timesteps.get(i));
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
        double t = timesteps.get(i);
        if (i == 1 && start.size() > 0) {
            NDArray mean = output.add(outputs.get(0)).muli(0.5f);
            return move.of(start.get(0), mean, t + move.stride(), t);
        }
        outputs.add(output);
        if (i == 0) start.add(latents);
        return move.combined(latents, outputs, t);
    }

    @Override
    public void select(int[] rows) {
        outputs.select(rows);
        start.select(rows);
    }
}
