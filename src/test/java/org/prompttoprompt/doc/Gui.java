package org.prompttoprompt.doc;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ImageConverter;
import java.awt.Button;
import java.awt.Color;
import java.awt.Component;
import java.awt.Container;
import java.awt.Frame;
import java.awt.Graphics;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.swing.AbstractButton;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;

/** What the picture drivers share: waiting, finding windows and fields, and pictures of windows. */
final class Gui {
    private static final int LARGEST_IN_FULL_COLOUR = 150 << 10;
    private static final int GAP = 8;

    private Gui() {}

    /** Covers the screen with white, so that pictures have no black corners. */
    static void whiteScreen() throws Exception {
        Frame white = new Frame("white");
        white.setUndecorated(true);
        white.setBackground(Color.WHITE);
        white.setBounds(new Rectangle(Toolkit.getDefaultToolkit().getScreenSize()));
        white.setFocusableWindowState(false);
        white.setVisible(true);
        Thread.sleep(500);
        white.toBack();
    }

    static <T> T await(Callable<T> what, String name) throws Exception {
        for (int i = 0; i < 2400; i++) {
            T found = what.call();
            if (found != null) return found;
            Thread.sleep(50);
        }
        throw new IllegalStateException("Waited two minutes for " + name);
    }

    static Window window(String title) throws Exception {
        return await(
                () -> {
                    for (Window window : Window.getWindows()) {
                        if (window.isShowing() && title(window).startsWith(title)) return window;
                    }
                    return null;
                },
                "the window " + title);
    }

    static String title(Window window) {
        if (window instanceof Frame frame) return frame.getTitle();
        return window instanceof java.awt.Dialog dialog ? dialog.getTitle() : "";
    }

    static void fill(Container dialog, String old, String text) {
        JTextField field = field(dialog, old);
        if (field == null) throw new IllegalStateException("No field holds " + old);
        field.setText(text);
    }

    private static JTextField field(Container container, String text) {
        for (Component component : container.getComponents()) {
            if (component instanceof JTextField field && field.getText().equals(text)) return field;
            if (component instanceof Container inner) {
                JTextField found = field(inner, text);
                if (found != null) return found;
            }
        }
        return null;
    }

    static void press(Container container, String label) {
        for (Component component : container.getComponents()) {
            if (component instanceof Button button && button.getLabel().strip().equals(label)) {
                button.dispatchEvent(new ActionEvent(button, ActionEvent.ACTION_PERFORMED, button.getActionCommand()));
            } else if (component instanceof AbstractButton button && label.equals(button.getText())) {
                SwingUtilities.invokeLater(button::doClick);
            } else if (component instanceof Container inner) {
                press(inner, label);
            }
        }
    }

    /** Cancels a dialog and waits for its end, so that nobody takes it for the next one. */
    static void cancel(Window dialog) throws Exception {
        press(dialog, "Cancel");
        await(() -> dialog.isShowing() ? null : true, "the end of " + title(dialog));
    }

    static BufferedImage picture(Rectangle part) throws Exception {
        Thread.sleep(700);
        return new Robot().createScreenCapture(part);
    }

    /** Returns a picture of the window with its frame, brought to the front. */
    static BufferedImage picture(Window window) throws Exception {
        window.toFront();
        return picture(window.getBounds());
    }

    /** Returns a picture without what is white on its right and below. */
    static BufferedImage trimmed(BufferedImage picture) {
        int right = 0;
        int bottom = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                if ((picture.getRGB(x, y) & 0xffffff) == 0xffffff) continue;
                right = Math.max(right, x + 1);
                bottom = y + 1;
            }
        }
        return picture.getSubimage(0, 0, right, bottom);
    }

    /** Returns the pictures in a row, or in a column, on white. */
    static BufferedImage together(boolean row, BufferedImage... pictures) {
        int width = -GAP;
        int height = -GAP;
        for (BufferedImage one : pictures) {
            width = row ? width + GAP + one.getWidth() : Math.max(width, one.getWidth());
            height = row ? Math.max(height, one.getHeight()) : height + GAP + one.getHeight();
        }
        BufferedImage all = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics graphics = all.getGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        int at = 0;
        for (BufferedImage one : pictures) {
            graphics.drawImage(one, row ? at : 0, row ? 0 : at, null);
            at += GAP + (row ? one.getWidth() : one.getHeight());
        }
        return all;
    }

    /** Writes a PNG file, with 256 colours if it would be large otherwise. */
    static void save(BufferedImage picture, Path file) throws Exception {
        ImagePlus image = new ImagePlus("", picture);
        new FileSaver(image).saveAsPng(file.toString());
        if (Files.size(file) <= LARGEST_IN_FULL_COLOUR) return;
        new ImageConverter(image).convertRGBtoIndexedColor(256);
        new FileSaver(image).saveAsPng(file.toString());
    }
}
