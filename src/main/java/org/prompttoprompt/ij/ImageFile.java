package org.prompttoprompt.ij;

import ij.IJ;
import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files of images that somebody names. */
public final class ImageFile {
    private ImageFile() {}

    /** Returns the image of a file; empty if there is none that ImageJ opens, which {@link #problem} then tells. */
    public static Optional<ImagePlus> open(Path file) {
        if (!Files.isRegularFile(file)) return Optional.empty();
        boolean before = IJ.redirectingErrorMessages();
        // ImageJ would tell it in a dialog.
        IJ.redirectErrorMessages(true);
        try {
            // Of a text ImageJ makes an image without a pixel.
            return Optional.ofNullable(IJ.openImage(file.toAbsolutePath().toString()))
                    .filter(image -> image.getWidth() > 0 && image.getHeight() > 0);
        } finally {
            IJ.redirectErrorMessages(before);
        }
    }

    /**
     * Returns why what lies at a place cannot be opened as an image, with the cure, as a sentence goes on after its path.
     *
     * @param name that is right, as an example, such as {@code image=cells.tif}
     */
    public static String problem(String name, Path place) {
        String example = "such as " + name + ".";
        if (Files.isDirectory(place))
            return "this is a folder, and no file of an image. Name one of the files in it, " + example;
        if (!Files.exists(place))
            return "there is no such file. Look whether its path is written right, and name the file of an image, "
                    + example;
        if (!Files.isReadable(place))
            return "this file may not be read. Give yourself the right to read it, or name another, " + example;
        return "this file is no image that ImageJ can open. Save the image as TIFF or PNG, and name that, " + example;
    }
}
