package org.prompttoprompt.batch;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.prompttoprompt.Refusal;

/**
 * An image of the user's that rows edit, with its labels if it has some.
 *
 * @param file of the image
 * @param hash SHA-256 of its file
 * @param labels file of its label image: each pixel has the number of its object, 0 where there is none
 * @param labelsHash SHA-256 of that file, empty if there is none
 */
public record GivenImage(Path file, String hash, Optional<Path> labels, String labelsHash) {
    /**
     * Reads what is needed to know the image again.
     *
     * @throws Refusal if a file cannot be read, or the labels have another size
     */
    static GivenImage of(Path file, Optional<Path> labels) {
        ImagePlus image = open(file);
        if (image.getStackSize() > 1 && image.getNChannels() != image.getStackSize())
            throw new Refusal(file + " is a stack of " + image.getStackSize()
                    + " slices: give single images (Image > Stacks > Stack to Images).");
        if (labels.isPresent()) {
            ImagePlus label = open(labels.get());
            if (label.getWidth() != image.getWidth() || label.getHeight() != image.getHeight())
                throw new Refusal("the labels " + labels.get().getFileName() + " are " + label.getWidth() + " x "
                        + label.getHeight() + " pixels and the image " + image.getWidth() + " x " + image.getHeight()
                        + ": give labels of its size");
            if (label.getType() == ImagePlus.COLOR_RGB)
                throw new Refusal("the labels " + labels.get().getFileName()
                        + " are an image of colours: give one of numbers, in 8 or 16 bits");
        }
        return new GivenImage(
                file,
                Hash.of(bytes(file)),
                labels,
                labels.map(path -> Hash.of(bytes(path))).orElse(""));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Refusal(file + " cannot be read (" + e + ")", e);
        }
    }

    /** Returns what a file shows. */
    static ImagePlus open(Path file) {
        if (!Files.isRegularFile(file)) throw new Refusal("there is no file " + file);
        ImagePlus image = IJ.openImage(file.toString());
        if (image == null) throw new Refusal(file + " is no image that ImageJ reads: save it as TIFF or PNG");
        return image;
    }

    /** Returns lines that are the same for the same pixels and labels, wherever they lie. */
    String toText() {
        return "image=" + hash + "\nlabelimage=" + labelsHash + "\n";
    }
}
