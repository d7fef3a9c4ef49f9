package org.prompttoprompt.studio;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Container;
import java.awt.GridLayout;
import java.awt.KeyboardFocusManager;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.util.List;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JRootPane;
import javax.swing.JSlider;
import javax.swing.SwingUtilities;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.request.Option;

/** The source and the edited image side by side, with a slider that wipes from one to the other; a double click enlarges one. */
final class Pictures extends JPanel {
    static final String UNEDITED = "Nothing is edited yet: type over a word, or move its slider";
    private static final int WIPES = 100;
    private static final int GAP = 8;

    final PicturePanel source = new PicturePanel("Source");
    final PicturePanel edited = new PicturePanel("Edited");
    private final JPanel both = new JPanel(new GridLayout(1, 0, GAP, 0));
    /** What the window shows when no picture has it alone. */
    private Container window;

    private Component focused;
    private Runnable beginning = () -> {};
    private final JSlider wipe = new JSlider(0, WIPES, 0);

    Pictures() {
        super(new BorderLayout(GAP, 0));
        wipe.setName("wipe");
        wipe.setToolTipText("Wipes the left picture over the right one, to compare them in one place");
        wipe.addChangeListener(event -> edited.wipe((double) wipe.getValue() / WIPES));
        Turning.byWheel(wipe);
        for (PicturePanel picture : List.of(source, edited)) {
            both.add(picture);
            picture.setToolTipText("Double-click: larger, and back");
            picture.addMouseListener(new MouseAdapter() {
                @Override
                public void mouseClicked(MouseEvent event) {
                    if (event.getClickCount() == 2) enlarge(picture);
                }
            });
        }
        JPanel row = new JPanel(new BorderLayout(GAP, 0));
        row.add(new JLabel("Wipe"), BorderLayout.WEST);
        row.add(wipe, BorderLayout.CENTER);
        add(both, BorderLayout.CENTER);
        add(row, BorderLayout.SOUTH);
    }

    /** Gives a picture the whole window, or shows the window again, with the focus where it was. */
    private void enlarge(PicturePanel picture) {
        JRootPane root = SwingUtilities.getRootPane(picture);
        if (window == null) {
            window = root.getContentPane();
            focused = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner();
            JPanel alone = new JPanel(new BorderLayout());
            alone.add(picture);
            root.setContentPane(alone);
        } else {
            both.removeAll();
            for (PicturePanel one : List.of(source, edited)) both.add(one);
            root.setContentPane(window);
            window = null;
            if (focused != null) focused.requestFocusInWindow();
        }
        root.revalidate();
        root.repaint();
    }

    /** Shows rough images of a run; a source that stands there already stays. */
    void preview(List<Frame> images, boolean sourceStays) {
        if (!sourceStays) source.show(images.get(0), "Source, being drawn");
        boolean edits = images.size() > 1;
        edited.show(images.get(images.size() - 1), edits ? "Edited, being drawn" : UNEDITED);
    }

    /** Begins with images that are there already. */
    void begin(OpenedPictures opened, StudioState state) {
        beginning = () -> show(opened.source(), opened.edited(), state);
        beginning.run();
    }

    /** Begins with none. */
    void begin() {
        beginning = () -> {};
    }

    /** Returns whether there are images. */
    boolean areThere() {
        return source.image() != null;
    }

    /** Shows what it began with. */
    void clear() {
        source.clear();
        edited.clear();
        beginning.run();
    }

    void show(StudioEntry entry) {
        show(entry.source(), entry.edited(), entry.state());
    }

    /** Shows the images of a state. */
    void show(BufferedImage first, BufferedImage second, StudioState state) {
        boolean edits = state.task() != org.prompttoprompt.request.Task.GENERATE;
        String title = state.image().map(image -> image.title() + ": ").orElse("");
        source.show(first, "Source: " + title + state.source().get(Option.PROMPT));
        edited.show(second, edits ? "Edited: " + state.summary() : UNEDITED);
        edited.compareWith(edits ? source : null);
    }

    /** Shows another result on the left of the present one. */
    void compare(StudioEntry other, int number) {
        source.show(
                other.edited(), "Result " + (number + 1) + ": " + other.state().summary());
        edited.compareWith(source);
    }
}
