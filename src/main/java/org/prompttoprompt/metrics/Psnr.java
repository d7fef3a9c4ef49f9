package org.prompttoprompt.metrics;

/** Peak signal-to-noise ratio, 10 log<sub>10</sub>(1 / MSE) in decibels, of values from 0 to 1. */
public final class Psnr {
    private Psnr() {}

    /** Returns the ratio of an image to its reference, infinite where both are equal. */
    public static double of(float[] image, float[] reference) {
        if (image.length != reference.length) throw new IllegalArgumentException("Images of different sizes");
        double sum = 0;
        for (int i = 0; i < image.length; i++) {
            double difference = (double) image[i] - reference[i];
            sum += difference * difference;
        }
        return sum == 0 ? Double.POSITIVE_INFINITY : -10 * Math.log10(sum / image.length);
    }
}
