package org.prompttoprompt.dialog;

import java.awt.Dimension;
import java.awt.GraphicsConfiguration;
import java.awt.Insets;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.Window;

/** Keeps windows within the screen, whose panels and title bars take a part. */
public final class Screens {
    private static final int TITLE_BAR = 40;
    private static final int SCROLL_BAR = 20;

    private Screens() {}

    /** Makes a packed window no larger than its screen; what does not fit scrolls. */
    public static void fit(Window window) {
        Rectangle screen = usable(window);
        Dimension size = window.getSize();
        boolean tall = size.height > screen.height - TITLE_BAR;
        window.setSize(
                Math.min(size.width + (tall ? SCROLL_BAR : 0), screen.width),
                Math.min(size.height, screen.height - TITLE_BAR));
        int x = Math.min(window.getX(), screen.x + screen.width - window.getWidth());
        int y = Math.min(window.getY(), screen.y + screen.height - window.getHeight());
        window.setLocation(Math.max(screen.x, x), Math.max(screen.y, y));
        window.validate();
    }

    /** Returns whether all of a window is on its screen. */
    static boolean isWithin(Window window) {
        return usable(window).contains(window.getBounds());
    }

    private static Rectangle usable(Window window) {
        GraphicsConfiguration configuration = window.getGraphicsConfiguration();
        Rectangle all = configuration.getBounds();
        Insets taken = Toolkit.getDefaultToolkit().getScreenInsets(configuration);
        return new Rectangle(
                all.x + taken.left,
                all.y + taken.top,
                all.width - taken.left - taken.right,
                all.height - taken.top - taken.bottom);
    }
}
