package org.prompttoprompt.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import java.util.function.UnaryOperator;

/**
 * Gradients for one computation: they are off on the engine's thread, where they would cost memory at every step of every
 * run, and on in here alone. DJL collects one at a time, and the engine has one thread.
 *
 * <pre>{@code
 * Gradients.Slope slope = Gradients.of(embedding, e -> unet.forward(z, t, e, ...).sub(target).square().mean());
 * embedding.subi(slope.gradient().muli(rate));
 * }</pre>
 */
public final class Gradients {
    private Gradients() {}

    /**
     * A loss and where it rises.
     *
     * @param loss the number
     * @param gradient of the loss with respect to x, of x's shape; belongs to x's manager and the caller's scope
     */
    public record Slope(float loss, NDArray gradient) {}

    /**
     * Returns the loss at x and its gradient. Gradients are off again afterwards, also when the loss throws. On the engine's
     * thread. Conversions of type and device within the loss cut the gradient off, and x must not be changed in place.
     *
     * @param x is left as it is
     * @param loss of x, one number; everything that it makes is closed
     */
    public static Slope of(NDArray x, UnaryOperator<NDArray> loss) {
        NDArray gradient;
        float value;
        try (NDScope scope = new NDScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray leaf = x.duplicate();
            leaf.setRequiresGradient(true);
            NDArray result = loss.apply(leaf);
            value = result.getFloat();
            collector.backward(result);
            gradient = leaf.getGradient().duplicate();
            gradient.attach(x.getManager());
            NDScope.unregister(gradient);
        }
        NDScope.register(gradient);
        return new Slope(value, gradient);
    }
}
