package org.prompttoprompt.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.checkpoint.Finite;
import org.prompttoprompt.checkpoint.HalfInFile;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.checkpoint.WrappedTensors;
import org.prompttoprompt.engine.Precision;

/**
 * A part of a model with LoRAs merged into it. A tensor that one changes is merged when it is read, so that no second copy of it is
 * ever held; the others are as the part gives them.
 */
public final class Merged extends WrappedTensors {
    private final String part;
    private final List<Lora> loras;

    /** @throws org.prompttoprompt.Refusal if a LoRA changes a layer that the part does not have */
    public Merged(String part, TensorSource stored, List<Lora> loras) {
        super(stored);
        this.part = part;
        this.loras = loras;
        for (Lora lora : loras) lora.bind(part, stored.names());
    }

    /** What no LoRA changes can stay in its file. */
    @Override
    public Optional<HalfInFile> half(String name, Shape shape, Precision computing) {
        boolean changed = loras.stream().anyMatch(lora -> lora.changes(part, name));
        return changed ? Optional.empty() : stored().half(name, shape, computing);
    }

    @Override
    public NDArray load(String name, Shape shape) {
        NDArray weights = stored().load(name, shape);
        boolean changed = false;
        for (Lora lora : loras) {
            if (!lora.changes(part, name)) continue;
            try (NDArray before = weights;
                    NDArray change = lora.change(part, name, shape)) {
                weights = before.add(change);
                NDScope.unregister(weights);
            }
            changed = true;
        }
        // Whoever knows the file to be sound does not look at what it has become.
        if (changed)
            Finite.require(
                    weights, null, name + " of " + stored() + " with the LoRA", "a smaller weight or another LoRA");
        return weights;
    }
}
