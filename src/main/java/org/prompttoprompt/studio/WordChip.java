package org.prompttoprompt.studio;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;
import javax.swing.JTextField;
import javax.swing.SwingConstants;

/** A word to type over, and the slider of its weight. */
final class WordChip extends JPanel {
    private static final Color CHANGED = new Color(0xE0, 0x70, 0x10);
    private static final Color CHOSEN = new Color(0x20, 0x70, 0xD0);
    private static final int STEPS_PER_UNIT = 4;
    private static final int MOST = 2;
    private static final int SLIDER_WIDTH = 84;
    private static final int GAP = 3;
    private static final float SMALL = 11;

    private final JTextField field;
    private final JSlider slider;
    private final JLabel shown = new JLabel();
    private final int number;
    private StudioWord word;
    private int chosen = -1;

    /**
     * A chip.
     *
     * @param number of the word, for its names
     * @param chosen called when the word is clicked or reached by the keyboard
     * @param changed called with the changed word when a new text is confirmed, or the slider let go
     */
    WordChip(StudioWord first, int number, Runnable chosen, Consumer<StudioWord> changed) {
        super(new BorderLayout(0, GAP));
        this.number = number;
        field = new JTextField();
        slider = new JSlider(-MOST * STEPS_PER_UNIT, MOST * STEPS_PER_UNIT, STEPS_PER_UNIT);
        setName("chip " + number);
        field.setName("word " + number);
        slider.setName("weight " + number);
        field.setHorizontalAlignment(SwingConstants.CENTER);
        slider.setPreferredSize(new Dimension(SLIDER_WIDTH, slider.getPreferredSize().height));
        slider.setMajorTickSpacing(STEPS_PER_UNIT);
        slider.setPaintTicks(true);
        add(field, BorderLayout.NORTH);
        shown.setHorizontalAlignment(SwingConstants.CENTER);
        shown.setFont(shown.getFont().deriveFont(Font.PLAIN, SMALL));
        add(slider, BorderLayout.CENTER);
        add(shown, BorderLayout.SOUTH);
        Turning.byWheel(slider);
        Turning.byArrows(field, slider);
        show(first);

        field.addActionListener(event -> commit(changed));
        field.addFocusListener(new FocusAdapter() {
            @Override
            public void focusGained(FocusEvent event) {
                field.selectAll();
                chosen.run();
            }

            @Override
            public void focusLost(FocusEvent event) {
                if (!event.isTemporary()) commit(changed);
            }
        });
        slider.addChangeListener(event -> {
            showWeight();
            if (!slider.getValueIsAdjusting() && weight() != word.weight()) changed.accept(word.withWeight(weight()));
        });
    }

    /** Shows another word in place of the one before; what is being typed over it stays, unless that word changed. */
    void show(StudioWord other) {
        boolean typing =
                field.isFocusOwner() && word != null && !field.getText().equals(word.text());
        boolean same = word != null && word.text().equals(other.text());
        word = other;
        if (!(typing && same) && !field.getText().equals(other.text())) field.setText(other.text());
        field.setColumns(Math.max(2, other.text().length()));
        field.setToolTipText("Click: where the word acts. Type over it and press Enter: swap it."
                + other.was()
                        .filter(was -> other.changed())
                        .map(was -> " It was: " + was)
                        .orElse(""));
        slider.getAccessibleContext().setAccessibleName("Weight of " + other.text());
        slider.setValue(position(other.weight()));
        showWeight();
        showChosen(chosen);
    }

    /** Returns where the word is typed over. */
    JTextField field() {
        return field;
    }

    /** Returns the slider of the weight. */
    JSlider weightSlider() {
        return slider;
    }

    /** Frames the chosen word, and those that were changed. */
    void showChosen(int chosen) {
        this.chosen = chosen;
        boolean edited = word.changed() || word.weight() != 1;
        Color colour = number == chosen ? CHOSEN : edited ? CHANGED : Color.LIGHT_GRAY;
        setBorder(BorderFactory.createCompoundBorder(
                BorderFactory.createLineBorder(colour, 2), BorderFactory.createEmptyBorder(1, 1, 1, 1)));
    }

    private static double clipped(double weight) {
        return Math.max(-MOST, Math.min(MOST, weight));
    }

    private static int position(double weight) {
        return (int) Math.round(clipped(weight) * STEPS_PER_UNIT);
    }

    /** Where the slider stands as it was put, the word's own weight, which may lie between its positions. */
    private double weight() {
        boolean untouched = slider.getValue() == position(word.weight());
        return untouched ? word.weight() : (double) slider.getValue() / STEPS_PER_UNIT;
    }

    private void showWeight() {
        slider.setToolTipText("Weight of the word's attention: " + weight() + " (1: as it is)");
        shown.setText(StudioState.number(weight()));
    }

    private void commit(Consumer<StudioWord> changed) {
        StudioWord now = word.withText(field.getText());
        if (!now.text().equals(word.text())) changed.accept(now);
    }
}
