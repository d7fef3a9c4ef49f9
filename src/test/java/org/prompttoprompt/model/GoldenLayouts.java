package org.prompttoprompt.model;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Optional;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.vae.Autoencoder;

/** Opens models whose configuration lies elsewhere, as golden cases have them. */
public final class GoldenLayouts {
    private GoldenLayouts() {}

    public static StableDiffusion file(Path file, Path configs) {
        return StableDiffusion.open(new FileLayout(file, Optional.of(configs)), ModelSpec.of(file), Opening.PLAIN);
    }

    public static Autoencoder vae(Path file, Path config, NDManager manager) {
        return VaeFiles.open(file, Optional.of(config), false, Opening.PLAIN, manager);
    }

    public static Autoencoder vae(Path place, NDManager manager) {
        return VaeFiles.open(place, Optional.empty(), false, Opening.PLAIN, manager);
    }

    /** The weights of a part as the model gets them. */
    public static Weights weights(ModelSpec spec, String part, Opening opening, NDManager manager) {
        ModelLayout layout = ModelLayout.of(spec.place());
        return AddOns.merging(opening, spec, layout, manager).weights(part, layout.tensors(part, manager));
    }
}
