package org.prompttoprompt.service;

import ij.IJ;
import ij.macro.Interpreter;
import java.awt.Dimension;
import java.awt.GraphicsEnvironment;
import java.awt.Toolkit;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import org.prompttoprompt.pipeline.Frame;
import org.scijava.Context;

/**
 * Shows rough pictures of a running command's images, until it ends or the user closes the window; the run goes on then. It is
 * no image of ImageJ on purpose: it never becomes the active one, and closing it is not recorded. There is none in macros
 * and without a display.
 */
public final class PreviewWindow implements AutoCloseable {
    private static final double SHARE_OF_SCREEN = 0.6;
    /** A single small picture is enlarged to this width, so that the title can be read too. */
    private static final double LEAST_WIDTH = 256;

    private final String title;
    private final int every;
    private volatile boolean closed;
    /** Touched on the event thread only. */
    private JFrame frame;

    private PreviewPictures pictures;

    /** Opens no window yet; {@code command} is what runs. */
    public PreviewWindow(String command, Context context) {
        title = "Preview: " + command.replace("...", "");
        boolean seen = !GraphicsEnvironment.isHeadless() && !IJ.isMacro() && !Interpreter.isBatchMode();
        every = seen ? PreviewSetting.stepsBetween(context) : 0;
    }

    /** Returns whether pictures are wanted at this step, counted from 0. */
    public boolean wants(int step) {
        return every > 0 && !closed && (step + 1) % every == 0;
    }

    /** Shows these pictures soon; may be called from any thread. */
    public void show(List<Frame> images) {
        SwingUtilities.invokeLater(() -> {
            if (closed) return;
            if (frame == null) open(images);
            else pictures.set(images);
        });
    }

    private void open(List<Frame> images) {
        frame = new JFrame(title);
        pictures = new PreviewPictures();
        pictures.set(images);
        Dimension screen = Toolkit.getDefaultToolkit().getScreenSize();
        Dimension size = pictures.getPreferredSize();
        double scale = Math.min(
                Math.max(1, LEAST_WIDTH / size.width),
                SHARE_OF_SCREEN * Math.min(screen.width / (double) size.width, screen.height / (double) size.height));
        pictures.setPreferredSize(new Dimension((int) (scale * size.width), (int) (scale * size.height)));
        frame.setContentPane(pictures);
        frame.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosing(WindowEvent event) {
                closed = true;
            }
        });
        frame.getRootPane()
                .registerKeyboardAction(
                        event -> IJ.setKeyDown(KeyEvent.VK_ESCAPE),
                        KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
                        JComponent.WHEN_IN_FOCUSED_WINDOW);
        // Whoever is typing elsewhere goes on typing there.
        frame.setAutoRequestFocus(false);
        frame.setLocationByPlatform(true);
        frame.pack();
        frame.setVisible(true);
    }

    @Override
    public void close() {
        closed = true;
        if (every == 0) return;
        SwingUtilities.invokeLater(() -> {
            if (frame != null) frame.dispose();
        });
    }
}
