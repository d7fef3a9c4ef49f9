package org.prompttoprompt.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Set;
import org.prompttoprompt.checkpoint.TensorSource;

/**
 * A part of a model with LoRAs merged into it. Each tensor is merged when it is read, so that no second copy of the weights is
 * ever held.
 */
public final class Merged implements TensorSource {
    private final String part;
    private final TensorSource stored;
    private final List<Lora> loras;

    /** @throws org.prompttoprompt.Refusal if a LoRA changes a layer that the part does not have */
    public Merged(String part, TensorSource stored, List<Lora> loras) {
        this.part = part;
        this.stored = stored;
        this.loras = loras;
        for (Lora lora : loras) lora.bind(part, stored.names());
    }

    @Override
    public Set<String> names() {
        return stored.names();
    }

    @Override
    public NDArray load(String name, Shape shape) {
        NDArray weights = stored.load(name, shape);
        for (Lora lora : loras) {
            if (!lora.changes(part, name)) continue;
            try (NDArray before = weights;
                    NDArray change = lora.change(part, name, shape)) {
                weights = before.add(change);
                NDScope.unregister(weights);
            }
        }
        return weights;
    }

    @Override
    public String toString() {
        return stored.toString();
    }
}
