package org.prompttoprompt.dataset;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.prompttoprompt.ij.Montage;

/** The first images of a data set in one picture, each with a line below. */
final class ContactSheet {
    private static final int MOST = 60;
    private static final int COLUMNS = 10;
    private static final int SIDE = 160;

    private ContactSheet() {}

    /** Returns the sheet of these images, empty if there are none. */
    static Optional<ImageProcessor> of(List<Entry> entries, Store store, Function<Entry, String> label) {
        if (entries.isEmpty()) return Optional.empty();
        ImageStack tiles = new ImageStack(SIDE, SIDE);
        for (Entry entry : entries.subList(0, Math.min(MOST, entries.size())))
            tiles.addSlice(label.apply(entry), tile(store.pixels(entry.id())));
        return Optional.of(Montage.of(new ImagePlus("", tiles), COLUMNS).getProcessor());
    }

    private static ColorProcessor tile(ImageProcessor pixels) {
        ImageProcessor colours = pixels.convertToRGB();
        double scale = Math.min((double) SIDE / colours.getWidth(), (double) SIDE / colours.getHeight());
        int width = Math.max(1, (int) (scale * colours.getWidth()));
        int height = Math.max(1, (int) (scale * colours.getHeight()));
        colours.setInterpolationMethod(ImageProcessor.BILINEAR);
        ColorProcessor tile = new ColorProcessor(SIDE, SIDE);
        tile.invert();
        tile.insert(colours.resize(width, height), (SIDE - width) / 2, (SIDE - height) / 2);
        return tile;
    }
}
