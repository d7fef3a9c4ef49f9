package org.prompttoprompt.dialog;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.awt.Rectangle;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.Scrollable;

/** Rows of labels and fields: long fields over the whole width, short ones two to a row. Scrolls upwards only. */
final class FormPanel extends JPanel implements Scrollable {
    private static final int SCROLL = 24;
    private static final int COLUMNS = 4;
    /** On a narrow screen fields shrink to this width. */
    private static final int LEAST_FIELD = 60;

    private final GridBagConstraints place = new GridBagConstraints();

    FormPanel() {
        super(new GridBagLayout());
        setOpaque(false);
        place.gridy = -1;
        place.gridx = COLUMNS;
    }

    /** Adds a label and its field. */
    void add(JLabel label, JComponent field, boolean wide) {
        if (wide || place.gridx >= COLUMNS) nextRow();
        place.insets = new Insets(2, place.gridx == 0 ? 0 : 12, 2, 6);
        at(1, 0, GridBagConstraints.EAST, GridBagConstraints.NONE);
        add(label, place);
        place.gridx++;
        place.insets = new Insets(2, 0, 2, 0);
        at(wide ? COLUMNS - 1 : 1, 1, GridBagConstraints.WEST, GridBagConstraints.HORIZONTAL);
        Dimension usual = field.getPreferredSize();
        field.setMinimumSize(new Dimension(Math.min(LEAST_FIELD, usual.width), usual.height));
        add(field, place);
        place.gridx += place.gridwidth;
    }

    /** Adds what takes a whole row. */
    void addRow(Component row) {
        nextRow();
        place.insets = new Insets(0, 0, 0, 0);
        at(COLUMNS, 1, GridBagConstraints.WEST, GridBagConstraints.HORIZONTAL);
        add(row, place);
        place.gridx = COLUMNS;
    }

    /** Adds what stands below the fields, without a label. */
    void addBelowFields(Component row) {
        nextRow();
        place.gridx = 1;
        place.insets = new Insets(0, 0, 0, 0);
        at(COLUMNS - 1, 1, GridBagConstraints.WEST, GridBagConstraints.HORIZONTAL);
        add(row, place);
        place.gridx = COLUMNS;
    }

    private void nextRow() {
        place.gridx = 0;
        place.gridy++;
    }

    private void at(int width, double weight, int anchor, int fill) {
        place.gridwidth = width;
        place.weightx = weight;
        place.anchor = anchor;
        place.fill = fill;
    }

    @Override
    public Dimension getPreferredScrollableViewportSize() {
        return getPreferredSize();
    }

    @Override
    public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
        return SCROLL;
    }

    @Override
    public int getScrollableBlockIncrement(Rectangle visible, int orientation, int direction) {
        return visible.height - SCROLL;
    }

    /** Not where the screen is narrower than the fields. */
    @Override
    public boolean getScrollableTracksViewportWidth() {
        return getParent() == null || getParent().getWidth() >= getMinimumSize().width;
    }

    @Override
    public boolean getScrollableTracksViewportHeight() {
        return false;
    }
}
