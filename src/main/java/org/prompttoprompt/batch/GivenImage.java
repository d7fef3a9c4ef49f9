package org.prompttoprompt.batch;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.dataset.Hash;
import org.prompttoprompt.ij.ImageFile;

/**
 * An image of the user's that rows edit, with its labels if it has some.
 *
 * @param files that its names are looked up in
 * @param name of its file
 * @param hash SHA-256 of its file
 * @param labels name of the file of its label image: each pixel has the number of its object, 0 where there is none
 * @param labelsHash SHA-256 of that file, empty if there is none
 */
public record GivenImage(TableFiles files, String name, String hash, Optional<String> labels, String labelsHash) {
    /**
     * Reads what is needed to know the image again.
     *
     * @throws Refusal if a file cannot be read, or the labels have another size
     */
    static GivenImage of(TableFiles files, String name, Optional<String> labels) {
        ImagePlus image = files.read(name, GivenImage::open);
        if (image.getStackSize() > 1 && image.getNChannels() != image.getStackSize())
            throw new Refusal(name + " is a stack of " + image.getStackSize()
                    + " slices: give single images (Image > Stacks > Stack to Images).");
        labels.ifPresent(label -> requireFitting(label, files.read(label, GivenImage::open), image));
        return new GivenImage(
                files,
                name,
                files.read(name, GivenImage::hash),
                labels,
                labels.map(label -> files.read(label, GivenImage::hash)).orElse(""));
    }

    private static void requireFitting(String name, ImagePlus label, ImagePlus image) {
        if (label.getWidth() != image.getWidth() || label.getHeight() != image.getHeight())
            throw new Refusal("the labels " + name + " are " + label.getWidth() + " x " + label.getHeight()
                    + " pixels and the image " + image.getWidth() + " x " + image.getHeight()
                    + ": give labels of its size");
        if (label.getType() == ImagePlus.COLOR_RGB)
            throw new Refusal("the labels " + name + " are an image of colours: give one of numbers, in 8 or 16 bits");
    }

    private static String hash(Path file) {
        try {
            return Hash.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new Refusal(file + " cannot be read (" + e + ")", e);
        }
    }

    /** Returns what it shows. */
    ImagePlus open() {
        return files.read(name, GivenImage::open);
    }

    /** Returns its label image, if it has one. */
    ImagePlus openLabels() {
        return files.read(labels.orElseThrow(), GivenImage::open);
    }

    private static ImagePlus open(Path file) {
        return ImageFile.open(file).orElseThrow(() -> new Refusal(file + ": " + ImageFile.problem("cells.tif", file)));
    }

    /** Returns lines that are the same for the same pixels and labels, wherever they lie. */
    String toText() {
        return "image=" + hash + "\nlabelimage=" + labelsHash + "\n";
    }
}
