package org.prompttoprompt.studio;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.util.Hashtable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.swing.BoxLayout;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;
import org.prompttoprompt.request.Option;

/** How much of the source an edit keeps: tau, and of an image that is open the strength. */
final class TauRow extends JPanel {
    private static final int SCALE = 20;

    final JCheckBox attention = new JCheckBox("Show attention of the chosen word", true);
    private final JSlider tau = slider(
            "tau", "Share of the steps with the source's attention: 0 the edit is free, 1 the source's layout is kept");
    private final JSlider strength = slider(
            "strength",
            "Share of the steps that an edit of an open image runs: near 0 hardly anything changes, at 1 the most");
    private final JLabel tauLabel = new JLabel();
    private final JLabel strengthLabel = new JLabel();
    private final JPanel strengthRow = row(strengthLabel, strength);
    private StudioState shown;
    private double usualStrength = 1;
    private boolean dragged;

    /**
     * @param whileDragged called with what a slider asks for as long as it is held
     * @param chosen called with what it asks for when it is let go
     */
    TauRow(
            StudioState first,
            Consumer<UnaryOperator<StudioState>> whileDragged,
            Consumer<UnaryOperator<StudioState>> chosen) {
        shown = first;
        setLayout(new BoxLayout(this, BoxLayout.Y_AXIS));
        attention.setName("attention");
        JPanel first1 = row(tauLabel, tau);
        first1.add(attention, BorderLayout.EAST);
        add(first1);
        add(strengthRow);
        tau.addChangeListener(event -> {
            showNumbers();
            double value = value(tau);
            boolean other = tau.getValue() != tauPosition();
            if (tau.getValueIsAdjusting()) {
                if (!other && !dragged) return;
                dragged = true;
                whileDragged.accept(state -> state.withTau(value));
            } else if (other || dragged) {
                dragged = false;
                chosen.accept(state -> state.withTau(value));
            }
        });
        strength.addChangeListener(event -> {
            showNumbers();
            double value = value(strength);
            if (!strength.getValueIsAdjusting() && strength.getValue() != strengthPosition())
                chosen.accept(state -> state.withStrength(value));
        });
    }

    private static JSlider slider(String name, String tip) {
        JSlider slider = new JSlider(0, SCALE);
        slider.setName(name);
        slider.setMajorTickSpacing(SCALE / 4);
        slider.setMinorTickSpacing(1);
        slider.setPaintTicks(true);
        Hashtable<Integer, JComponent> values = new Hashtable<>();
        for (int i = 0; i <= SCALE; i += SCALE / 4) values.put(i, new JLabel(StudioState.number(i / (double) SCALE)));
        slider.setLabelTable(values);
        slider.setPaintLabels(true);
        Turning.byWheel(slider);
        slider.setSnapToTicks(true);
        slider.setToolTipText(tip);
        return slider;
    }

    private static JPanel row(JLabel label, JSlider slider) {
        JPanel row = new JPanel(new BorderLayout(6, 0));
        row.add(label, BorderLayout.WEST);
        row.add(slider, BorderLayout.CENTER);
        return row;
    }

    private static double value(JSlider slider) {
        return slider.getValue() / (double) SCALE;
    }

    private int tauPosition() {
        return (int) Math.round(shown.tau().to().doubleValue() * SCALE);
    }

    private int strengthPosition() {
        double strength = shown.strength().map(Double::parseDouble).orElse(usualStrength);
        return (int) Math.round(strength * SCALE);
    }

    /** Takes the strength that the model's way in has where none is asked for. */
    void showUsual(String usual) {
        usualStrength = Double.parseDouble(usual);
        show(shown);
    }

    void show(StudioState state) {
        shown = state;
        tau.setValue(tauPosition());
        strength.setValue(strengthPosition());
        strengthRow.setVisible(state.image().isPresent());
        showNumbers();
    }

    /** A value between a slider's positions stands there as it is until the slider is moved. */
    private void showNumbers() {
        StudioState now = tau.getValue() == tauPosition() ? shown : shown.withTau(value(tau));
        tauLabel.setText("tau " + now.tau());
        boolean stays = strength.getValue() == strengthPosition();
        strengthLabel.setText(Option.STRENGTH.key() + " "
                + (stays
                        ? shown.strength().orElse(StudioState.number(usualStrength))
                        : StudioState.number(value(strength))));
        int widest = tauLabel.getFontMetrics(tauLabel.getFont()).stringWidth("tau 0.05-0.95 ");
        for (JLabel label : new JLabel[] {tauLabel, strengthLabel})
            label.setPreferredSize(new Dimension(widest, tauLabel.getPreferredSize().height));
    }
}
