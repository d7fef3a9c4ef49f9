package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Map;

/** Images as the bytes of files, the same for the same pixels and texts: nothing of them tells a time or a place. */
public final class ImageBytes {
    private ImageBytes() {}

    /**
     * Returns a TIFF file of one image.
     *
     * @param name that it keeps
     * @param info its text, empty for none
     */
    public static byte[] tiff(ImageProcessor pixels, String name, String info) {
        ImagePlus image = new ImagePlus(name, pixels);
        if (!info.isEmpty()) image.setProperty("Info", info);
        return new FileSaver(image).serialize();
    }

    /** Writes a PNG file, in 16 bits of grey where the pixels have them. */
    public static void png(ImageProcessor pixels, Map<String, String> texts, Path file) {
        BufferedImage picture =
                pixels instanceof ShortProcessor wide ? wide.get16BitBufferedImage() : pixels.getBufferedImage();
        PngText.write(picture, texts, file);
    }
}
