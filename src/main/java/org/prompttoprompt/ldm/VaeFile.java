package org.prompttoprompt.ldm;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.TensorSource;

/** An autoencoder alone in one file: in the original layout, with or without the prefix that it has in a whole model, or in diffusers'. */
public final class VaeFile {
    private final Header header;
    private final Map<String, Stored> names;

    public VaeFile(Header header) {
        this.header = header;
        boolean diffusers = header.hasPrefix("encoder.down_blocks.") || header.hasPrefix("decoder.layers.");
        if (diffusers) {
            names = new LinkedHashMap<>();
            header.names().forEach(name -> names.put(name, Stored.whole(name)));
        } else {
            names = SingleFile.vae(header.names(), header.hasPrefix(Family.VAE) ? Family.VAE : "");
        }
        names.keySet().removeIf(name -> name.startsWith("loss."));
    }

    /** Whether it is a tiny autoencoder (TAESD). */
    private boolean isTiny() {
        return header.hasPrefix("decoder.layers.");
    }

    /**
     * Returns the configuration that its shapes tell.
     *
     * @param xl whether it is for Stable Diffusion XL, whose latents have another scale
     */
    public Config config(boolean xl) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        if (isTiny()) return Config.of(OtherFacts.tinyVae(header.shapes(), header.path()), header.path());
        names.forEach((name, stored) -> shapes.put(name, header.shapes().get(stored.key())));
        return Config.of(OtherFacts.vae(shapes, xl, header.path()), header.path());
    }

    public TensorSource tensors(NDManager manager) {
        return new LdmSource(TensorSource.open(header.path(), manager), header.shapes(), names);
    }
}
