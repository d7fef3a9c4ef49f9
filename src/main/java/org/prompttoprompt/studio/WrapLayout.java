package org.prompttoprompt.studio;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Insets;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import javax.swing.JPanel;

/** A flow layout that asks for as many rows as its container's width makes necessary; AWT's own asks for one. */
final class WrapLayout extends FlowLayout {
    WrapLayout() {
        super(LEFT, 6, 4);
    }

    /** Returns a panel of this layout that is laid out anew when it gets another width. */
    static JPanel panel() {
        JPanel panel = new JPanel(new WrapLayout());
        panel.addComponentListener(new ComponentAdapter() {
            @Override
            public void componentResized(ComponentEvent event) {
                panel.revalidate();
            }
        });
        return panel;
    }

    @Override
    public Dimension preferredLayoutSize(Container target) {
        Insets insets = target.getInsets();
        int sides = insets.left + insets.right;
        int width = target.getWidth() > 0 ? target.getWidth() - sides : Integer.MAX_VALUE;
        int row = 0;
        int rowHeight = 0;
        int widest = 0;
        int height = getVgap();
        for (Component part : target.getComponents()) {
            Dimension size = part.getPreferredSize();
            if (row > 0 && row + getHgap() + size.width > width - 2 * getHgap()) {
                height += rowHeight + getVgap();
                row = 0;
                rowHeight = 0;
            }
            row += (row > 0 ? getHgap() : 0) + size.width;
            rowHeight = Math.max(rowHeight, size.height);
            widest = Math.max(widest, row);
        }
        return new Dimension(
                widest + 2 * getHgap() + sides, height + rowHeight + getVgap() + insets.top + insets.bottom);
    }

    @Override
    public Dimension minimumLayoutSize(Container target) {
        Dimension size = preferredLayoutSize(target);
        return new Dimension(0, size.height);
    }
}
