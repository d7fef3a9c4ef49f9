package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.prompttoprompt.metrics.Psnr;
import org.prompttoprompt.request.Method;

/**
 * How much of an edited image its first frame, the source as the model draws it, still is.
 *
 * @param walk PSNR in dB of the drawn source to the autoencoder's round trip: what the way in costs; infinite where it is exact
 * @param image PSNR in dB of the drawn source to the image itself
 * @param autoencoder PSNR in dB of the round trip to the image itself: the best that any way in can do
 */
public record Reconstruction(double walk, double image, double autoencoder) {
    /** Less shows at first sight. */
    public static final double POOR = 25;

    /**
     * Compares images, [1, 3, H, W] around [-1, 1].
     *
     * @param drawn the source as the walk drew it
     * @param roundTrip the image, encoded and decoded
     */
    static Reconstruction of(NDArray drawn, NDArray roundTrip, NDArray image) {
        float[] a = values(drawn);
        float[] b = values(roundTrip);
        float[] c = values(image);
        return new Reconstruction(Psnr.of(a, b), Psnr.of(a, c), Psnr.of(b, c));
    }

    private static float[] values(NDArray tensor) {
        return tensor.clip(-1, 1).addi(1).divi(2).toFloatArray();
    }

    /** Returns the lines of the report, with the cure where the first frame is a poor one. */
    List<String> lines(Method method) {
        List<String> lines = new ArrayList<>();
        lines.add("Reconstruction: " + decibel(walk) + " to the autoencoder's round trip, " + decibel(image)
                + " to the image");
        if (walk < POOR) {
            lines.add("The first frame is a poor copy of the image, and so is what an edit keeps of it: method="
                    + method.key()
                    + " draws the source anew. Choose method=direct, a smaller strength or less guidance.");
        }
        if (autoencoder < POOR) {
            lines.add("The model's autoencoder alone changes the image much (" + decibel(autoencoder)
                    + "): edit a larger size, or a part of the image.");
        }
        return lines;
    }

    private static String decibel(double value) {
        return Double.isInfinite(value) ? "exact" : String.format(Locale.ROOT, "%.1f dB", value);
    }
}
