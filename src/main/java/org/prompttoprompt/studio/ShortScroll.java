package org.prompttoprompt.studio;

import java.awt.Dimension;
import java.awt.Insets;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.util.function.IntSupplier;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JScrollPane;

/** Always as high; what is higher scrolls. */
final class ShortScroll extends JScrollPane {
    private static final int STEP = 12;

    private final IntSupplier height;

    /** @param height of the view in pixels, whatever is in it: what lies below does not jump when something wraps */
    ShortScroll(JComponent view, IntSupplier height) {
        super(view, VERTICAL_SCROLLBAR_AS_NEEDED, HORIZONTAL_SCROLLBAR_NEVER);
        this.height = height;
        setBorder(BorderFactory.createEmptyBorder());
        getVerticalScrollBar().setUnitIncrement(STEP);
        // What wraps is higher in a narrower window.
        addComponentListener(new ComponentAdapter() {
            @Override
            public void componentResized(ComponentEvent event) {
                revalidate();
            }
        });
    }

    @Override
    public Dimension getPreferredSize() {
        Dimension view = getViewport().getView().getPreferredSize();
        Insets insets = getInsets();
        return new Dimension(view.width + insets.left + insets.right, height.getAsInt() + insets.top + insets.bottom);
    }

    @Override
    public Dimension getMinimumSize() {
        return new Dimension(0, getPreferredSize().height);
    }

    @Override
    public Dimension getMaximumSize() {
        return new Dimension(Integer.MAX_VALUE, getPreferredSize().height);
    }
}
