package org.prompttoprompt.compare;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import ij.process.ImageStatistics;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JComponent;

/** Two images side by side, and between them their source if it is shown: all at one scale, in one range of brightness. */
final class PairPanel extends JComponent {
    private static final long serialVersionUID = 1;
    private static final int GAP = 16;
    private static final int LABEL = 24;
    private static final Color GROUND = new Color(60, 60, 60);

    private transient List<BufferedImage> pictures = List.of();
    private List<String> labels = List.of();

    PairPanel() {
        setPreferredSize(new Dimension(900, 460));
    }

    /** Shows a pair. */
    void show(Pair pair, boolean firstIsLeft) {
        ImagePlus left = firstIsLeft ? pair.first() : pair.second();
        ImagePlus right = firstIsLeft ? pair.second() : pair.first();
        double[] range = range(left, right);
        List<BufferedImage> shown = new ArrayList<>(List.of(picture(left, range), picture(right, range)));
        pair.source().ifPresent(source -> shown.add(1, picture(source, range(source, source))));
        pictures = shown;
        labels = pair.source().isPresent() ? List.of("1", "source", "2") : List.of("1", "2");
        repaint();
    }

    List<BufferedImage> pictures() {
        return pictures;
    }

    /** A range of its own would tell a 16-bit or 32-bit image from the other; others are shown as they are. */
    private static double[] range(ImagePlus a, ImagePlus b) {
        ImageStatistics one = a.getProcessor().getStats();
        ImageStatistics other = b.getProcessor().getStats();
        return new double[] {Math.min(one.min, other.min), Math.max(one.max, other.max)};
    }

    private static BufferedImage picture(ImagePlus image, double[] range) {
        ImageProcessor pixels = image.getProcessor().duplicate();
        if (image.getBitDepth() == 16 || image.getBitDepth() == 32) pixels.setMinAndMax(range[0], range[1]);
        return pixels.convertToRGB().getBufferedImage();
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics;
        g.setColor(GROUND);
        g.fillRect(0, 0, getWidth(), getHeight());
        if (pictures.isEmpty()) return;
        int n = pictures.size();
        double room = (getWidth() - (n + 1) * GAP) / (double) n;
        double high = getHeight() - 2 * GAP - LABEL;
        int width = pictures.stream().mapToInt(BufferedImage::getWidth).max().orElse(1);
        int height = pictures.stream().mapToInt(BufferedImage::getHeight).max().orElse(1);
        double scale = Math.min(room / width, high / height);
        if (scale > 1) scale = Math.floor(scale);
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                scale >= 1
                        ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                        : RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        for (int i = 0; i < n; i++) {
            int w = (int) Math.max(1, scale * pictures.get(i).getWidth());
            int h = (int) Math.max(1, scale * pictures.get(i).getHeight());
            int x = (int) (GAP + i * (room + GAP) + (room - w) / 2);
            int y = (int) (GAP + LABEL + (high - h) / 2);
            g.drawImage(pictures.get(i), x, y, w, h, null);
            g.setColor(Color.WHITE);
            int text = g.getFontMetrics().stringWidth(labels.get(i));
            g.drawString(labels.get(i), x + (w - text) / 2, GAP + LABEL / 2);
        }
    }
}
