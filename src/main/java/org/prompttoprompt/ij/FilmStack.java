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
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/**
 * How an image is drawn as a hyperstack to play: a frame for each step. Each picture shows beside each other the noisy latents and
 * the image expected then; of a generation that image under the attention of words in this step besides, whose colours mean the
 * same in all frames, in a slice for each film, such as with and without guidance; of an edit its source and itself.
 */
public final class FilmStack {
    private static final double FRAMES_PER_SECOND = 3;

    /** What each slice shows. */
    private final List<List<Film>> slices;

    private final List<Integer> words;
    private final double[] most;

    private FilmStack(List<List<Film>> slices, List<Integer> words) {
        this.slices = slices;
        this.words = words;
        most = words.stream().mapToDouble(this::most).toArray();
    }

    /**
     * Returns the hyperstack of a prompt drawn in some ways, a slice for each.
     *
     * @param films of one prompt with the same number of steps
     * @param words indices among the maps' words
     */
    public static ImagePlus of(List<Film> films, List<Integer> words) {
        String title = MapStacks.title(films.get(0).maps());
        return new FilmStack(films.stream().map(List::of).toList(), words).stack(title);
    }

    /**
     * Returns the hyperstack of an edit, its source beside it.
     *
     * @param films the source's and the edit's
     */
    public static ImagePlus ofEdit(List<Film> films) {
        return new FilmStack(List.of(films), List.of())
                .stack(ResultTitle.of(films.get(1).maps().request()));
    }

    private ImagePlus stack(String title) {
        Film first = slices.get(0).get(0);
        ImageStack stack = null;
        int steps = first.steps().size();
        for (int step = 0; step < steps; step++) {
            for (List<Film> films : slices) {
                ImageProcessor picture = picture(films, step);
                if (stack == null) stack = new ImageStack(picture.getWidth(), picture.getHeight());
                stack.addSlice(label(films.get(0), step), picture);
            }
        }
        ImagePlus image = new ImagePlus("Film of " + title, stack);
        image.setDimensions(1, slices.size(), steps);
        image.setOpenAsHyperStack(true);
        image.getCalibration().fps = FRAMES_PER_SECOND;
        MapStacks.remember(image, first.maps());
        return image;
    }

    private static String label(Film film, int step) {
        EditRequest request = film.maps().request();
        String guidance = request.get(Option.GUIDANCE);
        String tau = request.task() == Task.GENERATE ? "" : ", tau " + request.get(Option.TAU);
        return String.format(
                Locale.ROOT,
                "step %d of %d, t=%.0f, guidance %s%s",
                step + 1,
                film.steps().size(),
                film.steps().get(step).timestep(),
                guidance.equals("1") ? "off" : guidance,
                tau);
    }

    private ImageProcessor picture(List<Film> films, int step) {
        ImageStack panels = null;
        Overlay overlay = new Overlay();
        for (Film film : films) {
            FilmStep seen = film.steps().get(step);
            String whose = films.size() == 1 ? "" : film == films.get(0) ? "source: " : "edit: ";
            ImageProcessor predicted = colours(seen.predicted());
            if (panels == null) panels = new ImageStack(predicted.getWidth(), predicted.getHeight());
            ImageProcessor noisy = colours(seen.noisy());
            noisy.setInterpolationMethod(ImageProcessor.NONE);
            panels.addSlice(whose + "noisy latents", noisy.resize(predicted.getWidth(), predicted.getHeight()));
            panels.addSlice(whose + "expected image", predicted);
            for (int i = 0; i < words.size(); i++) {
                AttentionMaps maps = film.maps();
                panels.addSlice("attention of " + maps.words().get(words.get(i)), predicted.duplicate());
                FloatProcessor map = MapStacks.enlarged(maps.heat(step, words.get(i)), maps);
                ImageRoi heat = MapStacks.heat(map, most[i]);
                heat.setPosition(panels.size());
                overlay.add(heat);
            }
        }
        ImagePlus all = new ImagePlus("", panels);
        if (overlay.size() > 0) all.setOverlay(overlay);
        return Montage.inOneRow(all).getProcessor();
    }

    private static ColorProcessor colours(ArrayImg<ARGBType, IntArray> image) {
        int[] argb = image.update(null).getCurrentStorageArray();
        return new ColorProcessor((int) image.dimension(0), (int) image.dimension(1), argb.clone());
    }

    private double most(int word) {
        double most = 0;
        for (List<Film> films : slices)
            for (Film film : films)
                for (int step = 0; step < film.steps().size(); step++)
                    for (float share : film.maps().heat(step, word)) most = Math.max(most, share);
        return most;
    }
}
