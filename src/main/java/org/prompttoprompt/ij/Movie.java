package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.util.Locale;
import org.prompttoprompt.pipeline.Evenness;
import org.prompttoprompt.pipeline.Interpolation;

/** An interpolation as a stack over time, whose calibration says how fast ImageJ plays it and saves it as AVI or GIF. */
public final class Movie {
    private Movie() {}

    /**
     * Returns the frames with their recipe; the properties {@code p2p.widest.even} and {@code p2p.widest} say how wide the widest step
     * is in parts of the mean one, with even values and as they are.
     *
     * @param rate frames a second
     */
    public static ImagePlus of(Interpolation interpolation, double rate) {
        ImagePlus movie = Stacks.of(interpolation.result());
        movie.setDimensions(1, 1, movie.getStackSize());
        Calibration calibration = movie.getCalibration();
        calibration.fps = rate;
        calibration.setTimeUnit("sec");
        calibration.frameInterval = 1 / rate;
        interpolation.before().ifPresent(before -> movie.setProp("p2p.widest.even", ratio(before)));
        interpolation.after().ifPresent(after -> movie.setProp("p2p.widest", ratio(after)));
        return movie;
    }

    private static String ratio(Evenness evenness) {
        return String.format(Locale.ROOT, "%.3f", evenness.ratio());
    }
}
