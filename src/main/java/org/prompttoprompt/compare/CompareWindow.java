package org.prompttoprompt.compare;

import java.awt.BorderLayout;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.UncheckedIOException;
import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import javax.swing.WindowConstants;

/** The window of a comparison: pair after pair, by the keys 1, 2 and 0. Nothing in it tells which image is whose. */
final class CompareWindow {
    static final String TITLE = "Compare Edits";

    private final JFrame frame = new JFrame(TITLE);
    private final PairPanel pictures = new PairPanel();
    private final JLabel state = new JLabel(" ");
    private final Comparison comparison;

    /** @param left is called once, when the window is closed, by whatever */
    CompareWindow(Comparison comparison, Runnable left) {
        this.comparison = comparison;
        frame.setName("compare");
        frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        frame.setModalExclusionType(Dialog.ModalExclusionType.APPLICATION_EXCLUDE);
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosed(WindowEvent event) {
                left.run();
            }
        });
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.CENTER));
        buttons.add(button("1  Left is better", KeyEvent.VK_1, KeyEvent.VK_NUMPAD1, () -> answer(1)));
        buttons.add(button("0  No difference", KeyEvent.VK_0, KeyEvent.VK_NUMPAD0, () -> answer(0)));
        buttons.add(button("2  Right is better", KeyEvent.VK_2, KeyEvent.VK_NUMPAD2, () -> answer(2)));
        buttons.add(button("Back", KeyEvent.VK_BACK_SPACE, KeyEvent.VK_LEFT, this::back));
        buttons.add(button("Leave", KeyEvent.VK_ESCAPE, KeyEvent.VK_ESCAPE, frame::dispose));
        state.setName("state");
        state.setBorder(BorderFactory.createEmptyBorder(6, 10, 6, 10));
        pictures.setName("pictures");
        JPanel content = new JPanel(new BorderLayout());
        content.add(state, BorderLayout.NORTH);
        content.add(pictures, BorderLayout.CENTER);
        content.add(buttons, BorderLayout.SOUTH);
        frame.setContentPane(content);
        frame.pack();
        frame.setLocationByPlatform(true);
    }

    private JButton button(String text, int key, int otherKey, Runnable action) {
        JButton button = new JButton(text);
        button.setFocusable(false); // keys are for the window, whatever was clicked
        button.addActionListener(event -> action.run());
        AbstractAction act = new AbstractAction() {
            private static final long serialVersionUID = 1;

            @Override
            public void actionPerformed(ActionEvent event) {
                action.run();
            }
        };
        JComponent root = frame.getRootPane();
        for (int one : new int[] {key, otherKey})
            root.getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(KeyStroke.getKeyStroke(one, 0), text);
        root.getActionMap().put(text, act);
        return button;
    }

    /** Opens it, with the first pair that has no verdict. */
    void open() {
        show();
        frame.setVisible(true);
        frame.toFront();
        comparison.isShown();
    }

    /** Closes it, from any thread. */
    void close() {
        EventQueue.invokeLater(frame::dispose);
    }

    private void answer(int key) {
        try {
            if (comparison.answer(key)) show();
        } catch (UncheckedIOException e) {
            state.setText("The verdict could not be written (" + e.getCause().getMessage()
                    + "). Free the disk and press the key again, or leave: all others are kept.");
        }
    }

    private void back() {
        comparison.back();
        show();
    }

    private void show() {
        if (comparison.done()) {
            frame.dispose();
            return;
        }
        pictures.show(comparison.pair(), comparison.firstIsLeft());
        state.setText("Pair " + comparison.number() + " of " + comparison.size()
                + ": which is better? Keys 1, 2, or 0 for no difference; Escape leaves, and what was chosen is kept.");
        comparison.isShown();
    }
}
