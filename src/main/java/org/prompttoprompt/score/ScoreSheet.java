package org.prompttoprompt.score;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.ij.ImageFile;
import org.prompttoprompt.ij.Montage;

/** The first images of a benchmark, a row for each: the source, then its edit by each method. */
final class ScoreSheet {
    private static final int MOST = 12;
    private static final int SIDE = 192;
    private static final int LETTERS = 30;

    private ScoreSheet() {}

    static Optional<ImagePlus> of(List<BenchCase> cases, List<BenchMethod> methods) {
        ImageStack tiles = new ImageStack(SIDE, SIDE);
        List<BenchCase> shown = cases.stream()
                .filter(one -> methods.stream().anyMatch(method -> Files.isRegularFile(method.file(one))))
                .limit(MOST)
                .toList();
        for (BenchCase one : shown) {
            tiles.addSlice(shortened(one.source()), tile(one.image()));
            for (BenchMethod method : methods) tiles.addSlice(shortened(method.name()), tile(method.file(one)));
        }
        if (shown.isEmpty()) return Optional.empty();
        ImagePlus sheet = Montage.of(new ImagePlus("", tiles), methods.size() + 1);
        sheet.setTitle("Edits scored");
        return Optional.of(sheet);
    }

    private static String shortened(String text) {
        return text.length() <= LETTERS ? text : text.substring(0, LETTERS - 3) + "...";
    }

    private static ImageProcessor tile(Path file) {
        ImagePlus image = ImageFile.open(file).orElse(null);
        ColorProcessor tile = new ColorProcessor(SIDE, SIDE);
        tile.invert();
        if (image == null) return tile;
        ImageProcessor colours = image.getProcessor().convertToRGB();
        colours.setInterpolationMethod(ImageProcessor.BILINEAR);
        double scale = Math.min((double) SIDE / image.getWidth(), (double) SIDE / image.getHeight());
        int width = Math.max(1, (int) (scale * image.getWidth()));
        int height = Math.max(1, (int) (scale * image.getHeight()));
        tile.insert(colours.resize(width, height, true), (SIDE - width) / 2, (SIDE - height) / 2);
        return tile;
    }
}
