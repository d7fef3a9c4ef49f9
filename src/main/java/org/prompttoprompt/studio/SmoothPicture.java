package org.prompttoprompt.studio;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** Draws small images large. AWT's interpolation takes what lies outside for black; here the border's own pixels go on there. */
final class SmoothPicture {
    private SmoothPicture() {}

    static void draw(Graphics2D g, BufferedImage image, int x, int y, int width, int height) {
        double across = (double) width / image.getWidth();
        double down = (double) height / image.getHeight();
        Shape clip = g.getClip();
        g.clipRect(x, y, width, height);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(padded(image), new AffineTransform(across, 0, 0, down, x - across, y - down), null);
        g.setClip(clip);
    }

    /** Returns the image with its border doubled on each side. */
    static BufferedImage padded(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage padded = new BufferedImage(width + 2, height + 2, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height + 2; y++) {
            int from = Math.max(0, Math.min(height - 1, y - 1));
            for (int x = 0; x < width + 2; x++)
                padded.setRGB(x, y, image.getRGB(Math.max(0, Math.min(width - 1, x - 1)), from));
        }
        return padded;
    }
}
