package org.prompttoprompt.studio;

import ij.plugin.LutLoader;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import javax.swing.JPanel;
import org.prompttoprompt.pipeline.Frame;

/** An image as large as there is room, with a map of attention over it. */
final class PicturePanel extends JPanel {
    private static final float OPACITY = 0.6f;
    private static final int SMALLEST = 160;
    private static final int PREFERRED = 320;

    private final String name;
    private BufferedImage image;
    private BufferedImage heat;
    private PicturePanel other;
    private double wipe;
    private String caption = "";

    PicturePanel(String name) {
        this.name = name;
        setName(name);
        setMinimumSize(new Dimension(SMALLEST, SMALLEST));
        setPreferredSize(new Dimension(PREFERRED, PREFERRED));
        getAccessibleContext().setAccessibleName(name);
    }

    /** Returns a frame's pixels as AWT wants them. */
    static BufferedImage picture(Frame frame) {
        int width = (int) frame.image().dimension(0);
        int height = (int) frame.image().dimension(1);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, frame.image().update(null).getCurrentStorageArray(), 0, width);
        return image;
    }

    /** Shows no image any more. */
    void clear() {
        image = null;
        heat = null;
        repaint();
    }

    void show(Frame frame, String text) {
        show(picture(frame), text);
    }

    void show(BufferedImage picture, String text) {
        image = picture;
        caption = text;
        getAccessibleContext().setAccessibleDescription(text);
        heat = null;
        repaint();
    }

    /** Takes the picture that {@link #wipe} brings into view as it stands there, map and all; null for none. */
    void compareWith(PicturePanel picture) {
        other = picture;
        repaint();
    }

    /** Shows the left share, 0 to 1, of the other image in place of this one. */
    void wipe(double share) {
        wipe = share;
        repaint();
    }

    BufferedImage image() {
        return image;
    }

    /** Lays a map over the image, its largest value brightest. */
    void showHeat(float[] map, int width) {
        float largest = 1e-12f;
        for (float value : map) largest = Math.max(largest, value);
        IndexColorModel fire = LutLoader.getLut("fire");
        heat = new BufferedImage(width, map.length / width, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < map.length; i++) {
            int level = Math.round(255 * Math.max(0, map[i]) / largest);
            heat.setRGB(i % width, i / width, fire.getRGB(level));
        }
        repaint();
    }

    void hideHeat() {
        heat = null;
        repaint();
    }

    /** Returns whether a map lies over the image. */
    boolean showsHeat() {
        return heat != null;
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        super.paintComponent(graphics);
        Graphics2D g = (Graphics2D) graphics.create();
        int text = g.getFontMetrics().getHeight() + 4;
        g.setColor(getForeground());
        g.drawString(image == null ? name : caption, 4, text - 6);
        int room = getHeight() - text;
        if (image == null) {
            g.setColor(Color.GRAY);
            g.drawRect(0, text, getWidth() - 1, Math.max(0, room - 1));
        } else if (room > 0) {
            double scale = Math.min((double) getWidth() / image.getWidth(), (double) room / image.getHeight());
            int w = (int) (image.getWidth() * scale);
            int h = (int) (image.getHeight() * scale);
            int x = (getWidth() - w) / 2;
            draw(g, x, text, w, h);
            int wiped = (int) Math.round(w * wipe);
            if (other != null && other.image != null && wiped > 0) {
                g.clipRect(x, text, wiped, h);
                other.draw(g, x, text, w, h);
                g.setColor(Color.WHITE);
                g.fillRect(x + wiped - 2, text, 2, h);
            }
        }
        g.dispose();
    }

    private void draw(Graphics2D g, int x, int y, int w, int h) {
        SmoothPicture.draw(g, image, x, y, w, h);
        if (heat == null) return;
        g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, OPACITY));
        SmoothPicture.draw(g, heat, x, y, w, h);
        g.setComposite(AlphaComposite.SrcOver);
    }
}
