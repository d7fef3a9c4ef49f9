package org.prompttoprompt.studio;

import java.awt.Dimension;
import java.awt.Insets;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.util.function.IntSupplier;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JScrollPane;

/** As high as what is in it, up to a most; what is higher scrolls. */
final class ShortScroll extends JScrollPane {
    private static final int STEP = 12;

    private final IntSupplier most;

    /** @param most height of the view in pixels */
    ShortScroll(JComponent view, IntSupplier most) {
        super(view, VERTICAL_SCROLLBAR_AS_NEEDED, HORIZONTAL_SCROLLBAR_NEVER);
        this.most = most;
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
        return new Dimension(
                view.width + insets.left + insets.right,
                Math.min(view.height, most.getAsInt()) + insets.top + insets.bottom);
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
