package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import org.prompttoprompt.vae.AutoencoderKL;

/** Image to moments and latents, latents to image. */
final class VaeGolden implements GoldenKind {
    private static final double LATENTS = 5e-4;
    private static final double FLOAT_IMAGE = 2e-4;

    @Override
    public void check(GoldenCase c) {
        AutoencoderKL vae = AutoencoderKL.open(c.model().resolve("vae"), c.manager());
        NDArray images = c.tensor("image_u8")
                .toType(DataType.FLOAT32, true)
                .div(127.5f)
                .sub(1)
                .transpose(2, 0, 1)
                .expandDims(0);
        NDList moments = vae.encodeMoments(images);
        NDArray mean = moments.get(0);
        NDArray logVariance = moments.get(1);
        c.close("mean", c.tensor("mean"), mean, LATENTS);
        c.close("logvar", c.tensor("logvar"), logVariance, LATENTS);
        c.close("sample", c.tensor("sample"), mean.add(logVariance.div(2).exp().mul(c.tensor("noise"))), LATENTS);
        c.close("latent", c.tensor("latent"), vae.encode(images), LATENTS);
        NDArray decoded = vae.decode(c.tensor("latent"));
        if (c.has("decoded")) c.close("decoded", c.tensor("decoded"), decoded, FLOAT_IMAGE);
        NDArray bytes = decoded.div(2).add(0.5f).clip(0, 1).mul(255).floor().transpose(0, 2, 3, 1);
        c.close("decoded_u8", c.tensor("decoded_u8"), bytes, 1);
    }
}
