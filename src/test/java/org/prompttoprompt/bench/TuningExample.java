package org.prompttoprompt.bench;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.filter.EDM;
import ij.plugin.filter.GaussianBlur;
import ij.process.AutoThresholder;
import ij.process.ByteProcessor;
import ij.process.FloodFiller;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.prompttoprompt.metrics.InstanceScore;

/**
 * The end of the worked example in src/doc/datasets.md: a segmentation by ImageJ's means, blur, threshold, watershed and least size, is
 * tuned on the training images of a data set in the layout {@code stardist}, and scored on others.
 *
 * <pre>{@code
 * mvn -B -q test-compile exec:java -Dexec.mainClass=org.prompttoprompt.bench.TuningExample -Dexec.args="nuclei held-out"
 * }</pre>
 */
public final class TuningExample {
    private TuningExample() {}

    /**
     * What is tuned.
     *
     * @param blur standard deviation in pixels
     * @param method of the threshold
     * @param least pixels of an object
     */
    public record Way(double blur, AutoThresholder.Method method, int least) {
        /** What one gets who changes nothing: <i>Make Binary</i> and <i>Watershed</i>. */
        public static final Way UNTUNED = new Way(0, AutoThresholder.Method.Default, 1);

        /** Returns the number of each pixel's object. */
        public int[] segment(ImageProcessor image) {
            ByteProcessor light = new ByteProcessor(image.getWidth(), image.getHeight());
            ImageProcessor colours = image.convertToRGB();
            for (int i = 0; i < light.getPixelCount(); i++) {
                int argb = colours.get(i);
                light.set(i, Math.max(argb >> 16 & 255, Math.max(argb >> 8 & 255, argb & 255)));
            }
            if (blur > 0) new GaussianBlur().blurGaussian(light, blur, blur, 0.01);
            int threshold = new AutoThresholder().getThreshold(method, light.getHistogram());
            light.threshold(threshold);
            new EDM().toWatershed(light);
            return parts(light);
        }

        private int[] parts(ByteProcessor binary) {
            int[] labels = new int[binary.getPixelCount()];
            int n = 0;
            for (int i = 0; i < labels.length; i++) {
                if (binary.get(i) != 255) continue;
                binary.setColor(1);
                new FloodFiller(binary).fill8(i % binary.getWidth(), i / binary.getWidth());
                List<Integer> part = new ArrayList<>();
                for (int p = i; p < labels.length; p++) if (binary.get(p) == 1) part.add(p);
                for (int p : part) binary.set(p, 2);
                if (part.size() < least) continue;
                n++;
                for (int p : part) labels[p] = n;
            }
            return labels;
        }
    }

    /** An image and the numbers of its objects. */
    public record Labelled(ImageProcessor image, int[] labels) {}

    /** Reads {@code images} and {@code masks} of a folder. */
    public static List<Labelled> read(Path folder) throws IOException {
        List<Labelled> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("images"))) {
            for (Path file : files.sorted().toList()) {
                ImagePlus mask = IJ.openImage(
                        folder.resolve("masks").resolve(file.getFileName()).toString());
                int[] labels = new int[mask.getProcessor().getPixelCount()];
                for (int i = 0; i < labels.length; i++)
                    labels[i] = mask.getProcessor().get(i);
                all.add(new Labelled(IJ.openImage(file.toString()).getProcessor(), labels));
            }
        }
        return all;
    }

    /** Returns how well a way finds the objects of images. */
    public static InstanceScore score(Way way, List<Labelled> images) {
        return images.stream()
                .map(image -> InstanceScore.of(way.segment(image.image()), image.labels()))
                .reduce(InstanceScore.NONE, InstanceScore::plus);
    }

    /** Returns the way that does best on images. */
    public static Way tuned(List<Labelled> images) {
        Way best = Way.UNTUNED;
        double most = score(best, images).f1();
        for (double blur : new double[] {0, 1, 2, 3}) {
            for (AutoThresholder.Method method : List.of(
                    AutoThresholder.Method.Default,
                    AutoThresholder.Method.Otsu,
                    AutoThresholder.Method.Triangle,
                    AutoThresholder.Method.Li)) {
                for (int least : new int[] {1, 20, 60}) {
                    Way way = new Way(blur, method, least);
                    double f1 = score(way, images).f1();
                    if (f1 > most) best = way;
                    most = Math.max(most, f1);
                }
            }
        }
        return best;
    }

    /** Tunes on the first folder's {@code train} and scores on the second folder. */
    public static void main(String[] args) throws IOException {
        List<Labelled> train = read(Path.of(args[0], "train"));
        List<Labelled> test = read(Path.of(args[1]));
        Way way = tuned(train);
        System.out.printf("%d training images, tuned: %s%n", train.size(), way);
        System.out.printf(
                "held out, untuned: %s F1 %.3f%n",
                score(Way.UNTUNED, test), score(Way.UNTUNED, test).f1());
        System.out.printf(
                "held out, tuned:   %s F1 %.3f%n",
                score(way, test), score(way, test).f1());
        // ImageJ's filters leave threads that would keep the process alive.
        System.exit(0);
    }
}
