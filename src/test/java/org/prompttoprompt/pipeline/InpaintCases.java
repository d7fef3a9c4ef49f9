package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.unet.NoisePredictor;
import org.prompttoprompt.unet.UNet;

/** What golden cases of inpainting need of this package. */
public final class InpaintCases {
    private InpaintCases() {}

    public static NDArray mask(NDManager manager, ImageMask mask, int height, int width) {
        return Filling.inside(manager, mask, height, width);
    }

    public static NoisePredictor filling(UNet unet, NDArray mask, NDArray masked) {
        return new Filling(unet, mask, masked);
    }
}
