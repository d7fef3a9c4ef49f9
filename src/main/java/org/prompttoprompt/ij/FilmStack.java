package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.List;
import java.util.Locale;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.Film;
import org.prompttoprompt.pipeline.FilmStep;
import org.prompttoprompt.request.Option;

/**
 * How an image is drawn as a hyperstack to play: a frame for each step, a slice for each film, such as with and without guidance. Each
 * picture shows beside each other the noisy latents, the image expected then, and that image under the attention of words in
 * this step, whose colours mean the same in all frames.
 */
public final class FilmStack {
    private static final double FRAMES_PER_SECOND = 3;

    private final List<Film> films;
    private final List<Integer> words;
    private final double[] most;

    private FilmStack(List<Film> films, List<Integer> words) {
        this.films = films;
        this.words = words;
        most = words.stream().mapToDouble(this::most).toArray();
    }

    /**
     * Returns the hyperstack.
     *
     * @param films of one prompt with the same number of steps
     * @param words indices among the maps' words
     */
    public static ImagePlus of(List<Film> films, List<Integer> words) {
        return new FilmStack(films, words).stack();
    }

    private ImagePlus stack() {
        Film first = films.get(0);
        ImageStack stack = null;
        int steps = first.steps().size();
        for (int step = 0; step < steps; step++) {
            for (Film film : films) {
                ImageProcessor picture = picture(film, step);
                if (stack == null) stack = new ImageStack(picture.getWidth(), picture.getHeight());
                stack.addSlice(label(film, step), picture);
            }
        }
        ImagePlus image = new ImagePlus("Film of " + MapStacks.title(first.maps()), stack);
        image.setDimensions(1, films.size(), steps);
        image.setOpenAsHyperStack(true);
        image.getCalibration().fps = FRAMES_PER_SECOND;
        MapStacks.remember(image, first.maps());
        return image;
    }

    private static String label(Film film, int step) {
        String guidance = film.maps().request().get(Option.GUIDANCE);
        return String.format(
                Locale.ROOT,
                "step %d of %d, t=%.0f, guidance %s",
                step + 1,
                film.steps().size(),
                film.steps().get(step).timestep(),
                guidance.equals("1") ? "off" : guidance);
    }

    private ImageProcessor picture(Film film, int step) {
        FilmStep seen = film.steps().get(step);
        AttentionMaps maps = film.maps();
        ImageProcessor predicted = colours(seen.predicted());
        ImageStack panels = new ImageStack(predicted.getWidth(), predicted.getHeight());
        ImageProcessor noisy = colours(seen.noisy());
        noisy.setInterpolationMethod(ImageProcessor.NONE);
        panels.addSlice("noisy latents", noisy.resize(predicted.getWidth(), predicted.getHeight()));
        panels.addSlice("expected image", predicted);
        Overlay overlay = new Overlay();
        for (int i = 0; i < words.size(); i++) {
            panels.addSlice("attention of " + maps.words().get(words.get(i)), predicted.duplicate());
            FloatProcessor map = MapStacks.enlarged(maps.heat(step, words.get(i)), maps);
            ImageRoi heat = MapStacks.heat(map, most[i]);
            heat.setPosition(panels.size());
            overlay.add(heat);
        }
        ImagePlus all = new ImagePlus("", panels);
        all.setOverlay(overlay);
        return Montage.inOneRow(all).getProcessor();
    }

    private static ColorProcessor colours(ArrayImg<ARGBType, IntArray> image) {
        int[] argb = image.update(null).getCurrentStorageArray();
        return new ColorProcessor((int) image.dimension(0), (int) image.dimension(1), argb.clone());
    }

    private double most(int word) {
        double most = 0;
        for (Film film : films)
            for (int step = 0; step < film.steps().size(); step++)
                for (float share : film.maps().heat(step, word)) most = Math.max(most, share);
        return most;
    }
}
