package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** Returns a PNG file, in 16 bits of grey where the pixels have them. */
    public static byte[] png(ImageProcessor pixels, Map<String, String> texts) {
        BufferedImage picture =
                pixels instanceof ShortProcessor wide ? wide.get16BitBufferedImage() : pixels.getBufferedImage();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            PngText.write(picture, texts, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory takes all bytes", e);
        }
        return bytes.toByteArray();
    }
}
