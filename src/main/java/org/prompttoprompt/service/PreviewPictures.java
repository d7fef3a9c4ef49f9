package org.prompttoprompt.service;

import ij.process.ColorProcessor;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.util.List;
import javax.swing.JComponent;
import org.prompttoprompt.pipeline.Frame;

/** Labelled pictures of one size in few rows, as large as the space allows. */
final class PreviewPictures extends JComponent {
    private static final long serialVersionUID = 1L;
    private static final int GAP = 4;
    private static final int FONT_SIZE = 12;
    private static final int MOST_IN_ONE_ROW = 4;

    private transient List<Image> images = List.of();
    private transient List<String> labels = List.of();
    private int columns = 1;
    private int rows = 1;
    private Dimension size = new Dimension(1, 1);

    PreviewPictures() {
        setOpaque(true);
        setBackground(Color.WHITE);
        // A component in no window yet has no font.
        setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
    }

    /** Shows these in place of those before. */
    void set(List<Frame> frames) {
        images = frames.stream().map(PreviewPictures::image).toList();
        labels = frames.stream().map(Frame::label).toList();
        int n = images.size();
        rows = n <= MOST_IN_ONE_ROW ? 1 : (int) Math.ceil(Math.sqrt(0.75 * n));
        columns = (n + rows - 1) / rows;
        size = new Dimension(images.get(0).getWidth(null), images.get(0).getHeight(null));
        repaint();
    }

    private static Image image(Frame frame) {
        int width = (int) frame.image().dimension(0);
        int height = (int) frame.image().dimension(1);
        return new ColorProcessor(width, height, frame.image().update(null).getCurrentStorageArray())
                .getBufferedImage();
    }

    private int textHeight() {
        return getFontMetrics(getFont()).getHeight();
    }

    private boolean labelled() {
        return labels.stream().anyMatch(label -> !label.isEmpty());
    }

    @Override
    public Dimension getPreferredSize() {
        int below = labelled() ? textHeight() : 0;
        return new Dimension(columns * (size.width + GAP) + GAP, rows * (size.height + below + GAP) + GAP);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics;
        g.setColor(getBackground());
        g.fillRect(0, 0, getWidth(), getHeight());
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        FontMetrics font = g.getFontMetrics();
        int below = labelled() ? textHeight() : 0;
        double scale = Math.min(
                ((getWidth() - GAP) / (double) columns - GAP) / size.width,
                ((getHeight() - GAP) / (double) rows - GAP - below) / size.height);
        int width = Math.max(1, (int) (scale * size.width));
        int height = Math.max(1, (int) (scale * size.height));
        g.setColor(Color.BLACK);
        for (int i = 0; i < images.size(); i++) {
            int x = GAP + i % columns * (width + GAP);
            int y = GAP + i / columns * (height + below + GAP);
            g.drawImage(images.get(i), x, y, width, height, null);
            if (below > 0) g.drawString(labels.get(i), x + 1, y + height + font.getAscent());
        }
    }
}
