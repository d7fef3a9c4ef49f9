package org.prompttoprompt.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/**
 * Pictures as people look at them and as the autoencoder computes with them: 8-bit colours [W, H], and float32 tensors
 * [1, 3, H, W] (red, green, blue) from -1 (black) to 1 (full).
 */
public final class Tensors {
    private Tensors() {}

    /**
     * Returns the tensor as an opaque colour image. A value x becomes the 8-bit level nearest to 255 (x + 1) / 2 (halves to
     * the even one), as diffusers saves images; values outside [-1, 1] are clipped.
     *
     * @throws org.prompttoprompt.Refusal if the shape is another, or a value is not a number
     */
    public static ArrayImg<ARGBType, IntArray> toImage(NDArray tensor) {
        Shape shape = tensor.getShape();
        if (shape.dimension() != 4 || shape.get(0) != 1 || shape.get(1) != 3) {
            throw new IllegalArgumentException(
                    "An image tensor is [1, 3, H, W], not " + Arrays.toString(shape.getShape()));
        }
        int height = Math.toIntExact(shape.get(2));
        int width = Math.toIntExact(shape.get(3));
        float[] x = tensor.toFloatArray();
        int n = height * width;
        int[] argb = new int[n];
        for (int i = 0; i < n; i++) {
            argb[i] = ARGBType.rgba(level(x[i]), level(x[n + i]), level(x[2 * n + i]), 255);
        }
        return ArrayImgs.argbs(argb, width, height);
    }

    private static int level(float x) {
        if (Float.isNaN(x)) throw new IllegalArgumentException("The image has values that are not numbers (NaN).");
        return (int) Math.rint(255 * (Math.max(-1.0, Math.min(1.0, x)) + 1) / 2);
    }

    /** Returns the image as a tensor [1, 3, H, W] in [-1, 1]; transparency is passed over. */
    public static NDArray toTensor(NDManager manager, ArrayImg<ARGBType, IntArray> image) {
        int[] argb = image.update(null).getCurrentStorageArray();
        int n = argb.length;
        float[] x = new float[3 * n];
        for (int i = 0; i < n; i++) {
            x[i] = ARGBType.red(argb[i]) / 127.5f - 1;
            x[n + i] = ARGBType.green(argb[i]) / 127.5f - 1;
            x[2 * n + i] = ARGBType.blue(argb[i]) / 127.5f - 1;
        }
        return manager.create(x, new Shape(1, 3, image.dimension(1), image.dimension(0)));
    }
}
