package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.prompttoprompt.checkpoint.Config;

/**
 * PNDM with its first three steps by the pseudo Runge-Kutta method, which asks the network four times each (Liu et al. 2022,
 * algorithm 2); then as {@link Pndm}.
 */
final class PndmRungeKutta implements Scheduler {
    private static final int STEPS = 3;
    private static final int STAGES = 4;
    private static final double[] SHARES = {1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0};

    private final PndmMove move;
    private final List<Double> timesteps = new ArrayList<>();
    private final Past outputs = new Past(PndmMove.ORDER);
    private final Past start = new Past(1);
    private final Past sum = new Past(1);

    private PndmRungeKutta(PndmMove move, List<Double> course) {
        this.move = move;
        for (int step = 0; step < course.size(); step++) {
            double t = course.get(step);
            timesteps.add(t);
            if (step >= STEPS) continue;
            timesteps.add(course.get(step + 1) + move.stride() / 2);
            timesteps.add(course.get(step + 1) + move.stride() / 2);
            timesteps.add(course.get(step + 1));
        }
    }

    static Supplier<Scheduler> open(Config config, int steps) {
        NoiseSchedule schedule = PndmMove.schedule(config);
        List<Double> course = schedule.wholeTimesteps(steps, STEPS + 1);
        PndmMove move = new PndmMove(schedule, steps);
        return () -> new PndmRungeKutta(move, course);
    }

    @Override
    public List<Double> timesteps() {
        return timesteps;
    }

    /** The four evaluations of a Runge-Kutta step belong to it. */
    @Override
    public int evaluation(int step) {
        return step <= STEPS ? STAGES * step : step + STEPS * (STAGES - 1);
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
        int stage = i % STAGES;
        double t = timesteps.get(i);
        if (i >= STEPS * STAGES) {
            outputs.add(output);
            return move.combined(latents, outputs, t);
        }
        NDArray weighed = output.mul(SHARES[stage]);
        if (stage == 0) {
            outputs.add(output);
            start.add(latents);
            sum.add(weighed);
        } else {
            sum.add(sum.get(0).add(weighed));
        }
        double from = timesteps.get(i - stage);
        double to = stage % 2 == 0 ? t - move.stride() / 2 : t;
        return move.of(start.get(0), stage == STAGES - 1 ? sum.get(0) : output, from, to);
    }

    @Override
    public void select(int[] rows) {
        outputs.select(rows);
        start.select(rows);
        sum.select(rows);
    }
}
