package org.prompttoprompt.diffusion;

import java.util.List;
import java.util.stream.IntStream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Bounds;
import org.prompttoprompt.checkpoint.Config;

/** The timesteps at which consistency models were trained to jump to the image, of which a course takes some. */
final class Consistency {
    private Consistency() {}

    /** Returns the timesteps of a course: evenly from the noisiest one down. */
    static List<Double> timesteps(Config config, int trained, int steps) {
        int jumps = Bounds.between(1, trained, config, "original_inference_steps", 50);
        if (steps < 1 || steps > jumps) {
            throw new Refusal("steps=" + steps + ": give a whole number from 1 to " + jumps
                    + ", the steps that the model was made from; 4 are usual.");
        }
        int stride = trained / jumps;
        return IntStream.range(0, steps)
                .mapToObj(i -> (jumps - i * jumps / steps) * (double) stride - 1)
                .toList();
    }
}
