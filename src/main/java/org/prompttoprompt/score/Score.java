package org.prompttoprompt.score;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.metrics.Mse;
import org.prompttoprompt.pipeline.ImageFeatures;
import org.prompttoprompt.pipeline.PerceptualDistance;

/**
 * What one edit scores; NaN outside of a mask that is everywhere.
 *
 * @param structure distance of the model's features, 0 for the same structure
 * @param mse of levels from 0 to 1, of the whole image
 * @param ssim likewise
 * @param mseOutside of the mask
 * @param ssimOutside likewise
 * @param lpips how different the whole images look; NaN where no weights are given
 * @param lpipsOutside likewise outside of the mask
 */
record Score(
        double structure,
        double mse,
        double ssim,
        double mseOutside,
        double ssimOutside,
        double lpips,
        double lpipsOutside) {
    /** In dB; infinite for equal images. */
    static double psnr(double mse) {
        return Mse.psnr(mse * 255 * 255);
    }

    /**
     * Measures an edited image.
     *
     * @param mask true where the edit is
     * @param before features of the source image
     * @param after of the edited one
     * @throws Refusal if the images have different sizes
     */
    static Score of(
            ImageProcessor source,
            ImageProcessor edited,
            boolean[] mask,
            ImageFeatures before,
            ImageFeatures after,
            Rules rules,
            Optional<PerceptualDistance> look) {
        int width = source.getWidth();
        int[] a = colours(source);
        int[] b = colours(edited);
        boolean[] nowhere = new boolean[mask.length];
        boolean outside = hasOutside(mask);
        return new Score(
                before.structure(after),
                rules.mse(a, b, nowhere),
                rules.ssim(a, b, width, nowhere),
                outside ? rules.mse(a, b, mask) : Double.NaN,
                outside ? rules.ssim(a, b, width, mask) : Double.NaN,
                look.map(distance -> distance.of(image(a, width), image(b, width)))
                        .orElse(Double.NaN),
                look.filter(any -> hasOutside(mask))
                        .map(distance ->
                                distance.of(image(rules.seen(a, a, mask), width), image(rules.seen(a, b, mask), width)))
                        .orElse(Double.NaN));
    }

    /** Returns whether anything is outside. */
    private static boolean hasOutside(boolean[] mask) {
        boolean outside = false;
        for (boolean inside : mask) outside |= !inside;
        return outside;
    }

    private static SourceImage image(int[] argb, int width) {
        float[] rgb = new float[3 * argb.length];
        for (int i = 0; i < argb.length; i++)
            for (int c = 0; c < 3; c++) rgb[c * argb.length + i] = (argb[i] >> 16 - 8 * c & 255) / 255f;
        return SourceImage.of(width, argb.length / width, rgb);
    }

    /** Returns a result as it is measured: of one that is not square, such as a row of pictures, the last square. */
    static ImageProcessor result(ImagePlus result, ImageProcessor source, Rules rules) {
        ImageProcessor pixels = result.getProcessor();
        int side = source.getWidth();
        boolean row = rules == Rules.PUBLISHED && pixels.getWidth() != pixels.getHeight();
        if (row && pixels.getWidth() >= side && pixels.getHeight() >= source.getHeight()) {
            pixels.setRoi(pixels.getWidth() - side, pixels.getHeight() - source.getHeight(), side, source.getHeight());
            pixels = pixels.crop();
        }
        if (pixels.getWidth() == side && pixels.getHeight() == source.getHeight()) return pixels;
        throw new Refusal("the result is " + pixels.getWidth() + " x " + pixels.getHeight() + " pixels and the image "
                + side + " x " + source.getHeight());
    }

    static int[] colours(ImageProcessor pixels) {
        return (int[]) pixels.convertToRGB().getPixels();
    }

    /** Returns an image as the model sees it, at the model's size. */
    static SourceImage seen(ImageProcessor pixels, int width, int height) {
        ImageProcessor colours = pixels.convertToRGB();
        colours.setInterpolationMethod(ImageProcessor.BILINEAR);
        return image((int[]) colours.resize(width, height, true).getPixels(), width);
    }
}
