package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.prompttoprompt.engine.Rows;

/**
 * PLMS, the pseudo linear multi-step sampler of Stable Diffusion 1 (Liu et al. 2022, without the Runge-Kutta steps). The
 * second timestep is evaluated twice: first to correct the first step, then to go on.
 */
public final class Pndm implements Scheduler {
    private static final double[][] WEIGHTS = {
        {1}, {3 / 2.0, -1 / 2.0}, {23 / 12.0, -16 / 12.0, 5 / 12.0}, {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
    };

    private final NoiseSchedule schedule;
    private final List<Double> timesteps;
    private final int stride;
    private final Deque<NDArray> outputs = new ArrayDeque<>();
    private NDArray start;

    Pndm(NoiseSchedule schedule, int steps) {
        this.schedule = schedule;
        stride = schedule.alphasCumprod().length / steps;
        timesteps = new ArrayList<>(schedule.timesteps(steps));
        if (steps > 1) timesteps.add(1, timesteps.get(1));
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
        return schedule.original(latents, output, schedule.alpha(timesteps.get(i)));
    }

    @Override
    public NDArray noised(NDArray original, NDArray epsilon, int i) {
        return NoiseSchedule.noised(original, epsilon, schedule.alpha(timesteps.get(i)));
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
        double t = timesteps.get(i);
        if (i == 1) {
            NDArray mean = output.add(outputs.getFirst()).muli(0.5f);
            return move(start, mean, t + stride, t);
        }
        outputs.addFirst(keep(output.duplicate()));
        if (outputs.size() > WEIGHTS.length) outputs.removeLast().close();
        if (start == null) start = keep(latents.duplicate());
        double[] weights = WEIGHTS[outputs.size() - 1];
        NDArray combined = null;
        int k = 0;
        for (NDArray past : outputs) {
            NDArray term = past.mul(weights[k++]);
            combined = combined == null ? term : combined.addi(term);
        }
        return move(latents, combined, t, t - stride);
    }

    private NDArray move(NDArray latents, NDArray output, double from, double to) {
        double a = schedule.alpha(from);
        double b = schedule.alpha(to);
        NDArray epsilon = schedule.epsilon(latents, output, a);
        double divisor = a * Math.sqrt(1 - b) + Math.sqrt(a * (1 - a) * b);
        return latents.mul(Math.sqrt(b / a)).subi(epsilon.mul((b - a) / divisor));
    }

    @Override
    public void select(int[] rows) {
        if (start == null) return;
        Deque<NDArray> selected = new ArrayDeque<>();
        for (NDArray past : outputs) selected.addLast(chosen(past, rows));
        outputs.clear();
        outputs.addAll(selected);
        start = chosen(start, rows);
    }

    private static NDArray chosen(NDArray before, int[] rows) {
        NDArray after = keep(Rows.select(before, rows));
        before.close();
        return after;
    }

    private static NDArray keep(NDArray array) {
        NDScope.unregister(array);
        return array;
    }
}
