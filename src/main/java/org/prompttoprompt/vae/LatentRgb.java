package org.prompttoprompt.vae;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.engine.Temporaries;

/**
 * Colours of latents without the decoder, one per latent pixel: rgb = Wᵀ[z, 1] is the mean colour of the block of image pixels
 * that it stands for. W = (XᵀX + λI)⁻¹XᵀY, least squares with a small ridge over pairs of latents and images, X being the
 * pixels' [z, 1] and Y the blocks' mean colours. On the engine's thread.
 */
public final class LatentRgb {
    /** λ as a share of the mean of XᵀX's diagonal: few pixels, or pixels all alike, have a solution too. */
    private static final double RIDGE = 1e-6;
    /** Latent pixels on a side of the test card, and patches of colour on a side of it. */
    private static final int SIDE = 16;

    private static final int PATCHES = 6;

    private final int inputs;
    private final float[] w;

    private LatentRgb(int inputs, float[] w) {
        this.inputs = inputs;
        this.w = w;
    }

    /**
     * Returns the colours of an autoencoder's latents, fitted to a test card of soft patches of all colours and what the
     * encoder makes of it. Images that are still forming are no such pairs: their colours leave the range and they lack
     * most others.
     */
    public static LatentRgb of(Autoencoder vae, NDManager manager) {
        try (NDScope scope = new NDScope()) {
            Random random = new Random(0);
            float[] patches = new float[3 * PATCHES * PATCHES];
            for (int i = 0; i < patches.length; i++) patches[i] = 2 * random.nextFloat() - 1;
            long side = (long) SIDE * vae.factor();
            NDArray card = Ops.bicubic(manager.create(patches, new Shape(1, 3, PATCHES, PATCHES)), side, side);
            NDArray image = card.clip(-1, 1);
            return fit(vae.encode(image), image);
        }
    }

    /**
     * Returns the colours that fit these pairs best.
     *
     * @param latents [n, channels, h, w]
     * @param images of them, [n, 3, h * factor, w * factor] in [-1, 1]
     */
    static LatentRgb fit(NDArray latents, NDArray images) {
        try (NDScope scope = new NDScope()) {
            Shape shape = latents.getShape();
            int inputs = (int) shape.get(1) + 1;
            long factor = images.getShape().get(2) / shape.get(2);
            NDArray blocks = images.reshape(shape.get(0), 3, shape.get(2), factor, shape.get(3), factor);
            NDArray x = exact(withOne(pixels(latents)));
            NDArray y = exact(pixels(blocks.mean(new int[] {5}).mean(new int[] {3})));
            NDArray xt = x.transpose();
            NDArray xx = xt.matMul(x);
            NDArray diagonal = exact(latents.getManager().eye(inputs));
            double ridge = RIDGE * xx.mul(diagonal).sum().getDouble() / inputs;
            NDArray w = Ops.solve(xx.add(diagonal.mul(ridge)), xt.matMul(y));
            return new LatentRgb(inputs, w.toType(DataType.FLOAT32, false).toFloatArray());
        }
    }

    /** Returns the colours of latents [n, channels, h, w] as a small image [n, 3, h, w] around [-1, 1], not clamped. */
    public NDArray colours(NDArray latents) {
        return Temporaries.closedAfter(() -> {
            Shape shape = latents.getShape();
            NDArray map = latents.getManager().create(w, new Shape(inputs, 3));
            return withOne(pixels(latents))
                    .matMul(map)
                    .reshape(shape.get(0), shape.get(2), shape.get(3), 3)
                    .transpose(0, 3, 1, 2);
        });
    }

    /** [n, c, h, w] as [n h w, c]. */
    private static NDArray pixels(NDArray planes) {
        return planes.transpose(0, 2, 3, 1).reshape(-1, planes.getShape().get(1));
    }

    private static NDArray withOne(NDArray pixels) {
        return pixels.concat(
                pixels.getManager().ones(new Shape(pixels.getShape().get(0), 1)), 1);
    }

    /** In double precision, which not every device has. */
    private static NDArray exact(NDArray x) {
        return x.toDevice(Device.cpu(), false).toType(DataType.FLOAT64, false);
    }
}
