package org.prompttoprompt.compare;

import ij.ImagePlus;
import ij.WindowManager;
import ij.process.ImageProcessor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.ij.ImageFile;

/**
 * Images by their names: the slices of a stack, called by their numbers, or the files of a folder, called by what stands before their
 * endings. They are read when they are asked for.
 *
 * @param given what the set was called by
 * @param stack whether it is one
 * @param images by name, in their order; one that cannot be read gives null
 */
record ImageSet(String given, boolean stack, Map<String, Supplier<ImagePlus>> images) {
    private static final Set<String> ENDINGS = Set.of("png", "tif", "tiff", "jpg", "jpeg", "gif", "bmp");

    /**
     * Returns the images of an open stack's title, or of a folder or file.
     *
     * @param key that names it
     * @throws Refusal if there is none, or no image in it
     */
    static ImageSet of(String key, String given) {
        if (given.isBlank())
            throw new Refusal(key + " is empty: give the title of an open stack, or a folder or file of images.");
        Optional<ImagePlus> open = open(given);
        if (open.isPresent()) return ofStack(given, open.get());
        Path path = LocalPath.of(key, given);
        if (Files.isDirectory(path)) return ofFolder(key, given, path);
        return ofStack(
                given,
                ImageFile.open(path)
                        .orElseThrow(() -> new Refusal(key + "=" + given + ": "
                                + (Files.exists(path)
                                        ? ImageFile.problem(key + "=cells.tif", path)
                                        : "no open image has this title, and no folder or file of images this name."
                                                + " Give one."))));
    }

    private static Optional<ImagePlus> open(String title) {
        int[] ids = WindowManager.getIDList();
        if (ids == null)
            return Optional.ofNullable(WindowManager.getCurrentImage())
                    .filter(image -> image.getTitle().equals(title));
        return Arrays.stream(ids)
                .mapToObj(WindowManager::getImage)
                .filter(image -> image != null && image.getTitle().equals(title))
                .findFirst();
    }

    static ImageSet ofStack(String given, ImagePlus stack) {
        Map<String, Supplier<ImagePlus>> images = new LinkedHashMap<>();
        int digits = String.valueOf(stack.getStackSize()).length();
        for (int slice = 1; slice <= stack.getStackSize(); slice++) {
            int at = slice;
            images.put(String.format(Locale.ROOT, "%0" + digits + "d", slice), () -> {
                ImageProcessor pixels = stack.getStack().getProcessor(at);
                ImagePlus image = new ImagePlus("", pixels);
                image.setDisplayRange(stack.getDisplayRangeMin(), stack.getDisplayRangeMax());
                return image;
            });
        }
        return new ImageSet(given, true, images);
    }

    private static ImageSet ofFolder(String key, String given, Path folder) {
        Map<String, Supplier<ImagePlus>> images = new LinkedHashMap<>();
        for (Path file : files(key, given, folder)) {
            String name = file.getFileName().toString();
            int dot = name.lastIndexOf('.');
            if (dot <= 0 || !ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))) continue;
            images.putIfAbsent(name.substring(0, dot), () -> read(file.toFile()));
        }
        if (images.isEmpty())
            throw new Refusal(key + "=" + given
                    + ": no image is in this folder. Give one with files in PNG, TIFF, JPEG, GIF or BMP.");
        return new ImageSet(given, false, images);
    }

    private static List<Path> files(String key, String given, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
        } catch (IOException e) {
            throw new Refusal(
                    key + "=" + given + ": this folder cannot be read (" + e.getMessage() + "). Give another.", e);
        }
    }

    /** ImageJ tells the log, or a dialog, of what it cannot read; the caller names it. */
    private static ImagePlus read(File file) {
        return ImageFile.open(file.toPath()).orElse(null);
    }
}
