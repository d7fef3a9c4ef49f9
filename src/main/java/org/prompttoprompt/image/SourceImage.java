package org.prompttoprompt.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/**
 * An image that is to be edited, as the model sees it: red, green and blue from 0 (black) to 1 (full), at the size at which
 * the model is to run. Immutable.
 */
public final class SourceImage {
    private static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final float[] rgb;

    private SourceImage(int width, int height, float[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /**
     * Returns the image of these values.
     *
     * @param rgb all of red, then green, then blue, each row after row: 3 x width x height values from 0 to 1
     * @throws IllegalArgumentException if there are more or fewer, or one is out of range or not a number
     */
    public static SourceImage of(int width, int height, float[] rgb) {
        if (rgb.length != CHANNELS * width * height) {
            throw new IllegalArgumentException(rgb.length + " values are no image of " + width + " x " + height);
        }
        for (float value : rgb) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("Values of a source image are from 0 to 1; one is " + value);
            }
        }
        return new SourceImage(width, height, rgb.clone());
    }

    /** Returns the image of 8-bit colours; transparency is passed over. */
    public static SourceImage of(ArrayImg<ARGBType, IntArray> image) {
        int[] argb = image.update(null).getCurrentStorageArray();
        float[] rgb = new float[CHANNELS * argb.length];
        for (int i = 0; i < argb.length; i++) {
            rgb[i] = ARGBType.red(argb[i]) / 255f;
            rgb[argb.length + i] = ARGBType.green(argb[i]) / 255f;
            rgb[2 * argb.length + i] = ARGBType.blue(argb[i]) / 255f;
        }
        return new SourceImage((int) image.dimension(0), (int) image.dimension(1), rgb);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Returns all of red, then green, then blue, each row after row, from 0 to 1. */
    public float[] rgb() {
        return rgb.clone();
    }

    /** Returns the image as the autoencoder takes it, [1, 3, height, width] in [-1, 1]. */
    public NDArray toTensor(NDManager manager) {
        return manager.create(rgb, new Shape(1, CHANNELS, height, width))
                .muli(2)
                .subi(1);
    }

    /** Returns the SHA-256 of size and values, in hexadecimal: the same for equal images alone. */
    public String hash() {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES + rgb.length * Float.BYTES);
        bytes.putInt(width).putInt(height).asFloatBuffer().put(rgb);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
