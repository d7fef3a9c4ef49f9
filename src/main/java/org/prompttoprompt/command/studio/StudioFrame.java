package org.prompttoprompt.command.studio;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.awt.GridLayout;
import java.awt.event.ActionEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;
import javax.swing.KeyStroke;
import javax.swing.WindowConstants;

/** The Studio's window: its widgets and where they stand. What they do is in {@link Studio}. */
final class StudioFrame extends JFrame {
    static final int TAU_SCALE = 20;

    final SourceForm form;
    final ChipRow chips;
    final JSlider tau = new JSlider(0, TAU_SCALE);
    final JCheckBox attention = new JCheckBox("Show attention of the chosen word", true);
    final PicturePanel source = new PicturePanel("Source");
    final PicturePanel edited = new PicturePanel("Edited");
    final HistoryStrip history;
    final StatusRow status;
    final JButton undo = button("Undo", "Ctrl+Z: to the result before");
    final JButton redo = button("Redo", "Ctrl+Shift+Z: forward again");
    final JButton open = button("Open as Image", "The source and the edited image in ImageJ, with their recipe");
    final JButton stack = button("To Stack", "Sweeps tau (the weight, for a re-weighting; the seed, without an edit)");
    final JButton record = button("Record", "Writes the macro line of this edit to the Recorder");
    private final JLabel tauLabel = new JLabel();

    StudioFrame(Studio studio) {
        super("Prompt Studio");
        form = new SourceForm(studio::generate);
        chips = new ChipRow(word -> studio.lookAt(), studio::edit);
        history = new HistoryStrip(studio::goTo);
        status = new StatusRow(studio::stop);
        tau.setName("tau");
        attention.setName("attention");
        setLayout(new BorderLayout(6, 6));
        add(top(), BorderLayout.NORTH);
        JPanel pictures = new JPanel(new GridLayout(1, 2, 8, 0));
        pictures.add(source);
        pictures.add(edited);
        add(pictures, BorderLayout.CENTER);
        add(bottom(), BorderLayout.SOUTH);
        ((JComponent) getContentPane()).setBorder(BorderFactory.createEmptyBorder(8, 8, 8, 8));

        tau.addChangeListener(event -> {
            showTau();
            if (!tau.getValueIsAdjusting()) studio.retau(tau.getValue() / (double) TAU_SCALE);
        });
        attention.addActionListener(event -> studio.lookAt());
        undo.addActionListener(event -> studio.undo());
        redo.addActionListener(event -> studio.redo());
        open.addActionListener(event -> studio.open());
        stack.addActionListener(event -> studio.toStack());
        record.addActionListener(event -> studio.record());
        key("ESCAPE", studio::stop);
        key("control Z", studio::undo);
        key("control shift Z", studio::redo);
        key("control Y", studio::redo);
        getRootPane().setDefaultButton(form.generate);
        setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosed(WindowEvent event) {
                studio.close();
            }
        });
    }

    private static JButton button(String text, String tip) {
        JButton button = new JButton(text);
        button.setName(text);
        button.setToolTipText(tip);
        return button;
    }

    private JPanel top() {
        JPanel top = new JPanel();
        top.setLayout(new BoxLayout(top, BoxLayout.Y_AXIS));
        top.add(form);
        chips.setBorder(BorderFactory.createTitledBorder(
                "Words: click one to see where it acts, type over it to swap it, drag its slider to re-weight it"));
        top.add(chips);
        JPanel row = new JPanel(new BorderLayout(6, 0));
        tau.setMajorTickSpacing(TAU_SCALE / 4);
        tau.setMinorTickSpacing(1);
        tau.setPaintTicks(true);
        tau.setSnapToTicks(true);
        tau.setToolTipText(
                "Share of the steps with the source's attention: 0 the edit is free, 1 the source's layout is kept");
        row.add(tauLabel, BorderLayout.WEST);
        row.add(tau, BorderLayout.CENTER);
        row.add(attention, BorderLayout.EAST);
        top.add(row);
        return top;
    }

    private JPanel bottom() {
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, 6, 0));
        for (JButton button : new JButton[] {undo, redo}) buttons.add(button);
        buttons.add(Box.createHorizontalStrut(12));
        for (JButton button : new JButton[] {open, stack, record}) buttons.add(button);
        JPanel bottom = new JPanel(new BorderLayout(6, 6));
        bottom.add(history, BorderLayout.NORTH);
        bottom.add(buttons, BorderLayout.CENTER);
        bottom.add(status, BorderLayout.SOUTH);
        return bottom;
    }

    private void key(String stroke, Runnable action) {
        getRootPane().getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(KeyStroke.getKeyStroke(stroke), stroke);
        getRootPane().getActionMap().put(stroke, new AbstractAction() {
            @Override
            public void actionPerformed(ActionEvent event) {
                action.run();
            }
        });
    }

    private void showTau() {
        tauLabel.setText(String.format(java.util.Locale.ROOT, "tau %.2f", tau.getValue() / (double) TAU_SCALE));
    }

    /** Shows a state in all widgets. */
    void show(StudioState state) {
        form.show(state.source());
        chips.show(state);
        tau.setValue((int) Math.round(state.tau() * TAU_SCALE));
        showTau();
    }

    /** Shows a result in all widgets. */
    void show(StudioHistory results) {
        results.entry().ifPresent(entry -> {
            source.show(
                    entry.source(), "Source: " + entry.state().source().get(org.prompttoprompt.pipeline.Option.PROMPT));
            edited.show(entry.edited(), "Edited: " + entry.state().summary());
        });
        history.show(results);
        undo.setEnabled(results.canUndo());
        redo.setEnabled(results.canRedo());
        for (JButton button : new JButton[] {open, stack, record})
            button.setEnabled(results.entry().isPresent());
    }
}
