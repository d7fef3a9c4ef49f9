package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GUI;
import ij.gui.ImageCanvas;
import ij.gui.ImageWindow;
import ij.gui.Plot;
import ij.gui.Roi;
import ij.plugin.Zoom;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lays new windows beside each other and beside those that are open, small images enlarged, so that all can be seen. */
final class FreePlaces {
    /** ImageJ's own magnifications above 1, the largest first. */
    private static final double[] ZOOMS = {12, 8, 6, 4, 3, 2, 1.5};
    /** An image is enlarged up to so many pixels of the screen in height, and to this share of its size. */
    private static final int MOST_HEIGHT = 400;

    private static final double SHARE_OF_HEIGHT = 0.5;
    private static final double SHARE_OF_WIDTH = 0.65;
    private static final int GAP = 4;
    private static final int LONGEST_MILLIS = 500;
    private static final int FRAME_MILLIS = 50;

    private FreePlaces() {}

    /**
     * Returns the windows of images that have one, small images enlarged, plots as they are. Somebody may close one at any time:
     * each window is asked for once, and changed on the thread that closes it.
     */
    static List<Window> windows(List<ImagePlus> images) {
        List<Window> windows = new ArrayList<>();
        for (ImagePlus image : images) {
            ImageWindow window = image.getWindow();
            if (window == null) continue;
            windows.add(window);
            if (image.getProperty(Plot.PROPERTY_KEY) == null) onEvents(() -> enlarge(image, window));
        }
        return windows;
    }

    /** Shows a small image larger than it is. */
    private static void enlarge(ImagePlus image, ImageWindow window) {
        if (window.isClosed()) return;
        Rectangle screen = GUI.getMaxWindowBounds(window);
        double height = Math.min(MOST_HEIGHT, SHARE_OF_HEIGHT * screen.height) / image.getHeight();
        double most = Math.min(height, SHARE_OF_WIDTH * screen.width / image.getWidth());
        double shown = window.getCanvas().getMagnification();
        Arrays.stream(ZOOMS)
                .filter(zoom -> zoom <= most && zoom > shown)
                .findFirst()
                .ifPresent(zoom -> enlarge(image, zoom));
    }

    /** ImageJ would show the selection alone, and delete a rectangular one. */
    private static void enlarge(ImagePlus image, double zoom) {
        Roi selection = image.getRoi();
        image.setRoi((Roi) null);
        Zoom.set(image, zoom);
        image.setRoi(selection);
    }

    /**
     * Moves these windows, the most important first, to where they hide nothing, or the least where there is no room: the first
     * such place from the top left of the screen on.
     */
    static void lay(List<? extends Window> windows) {
        onEvents(() -> {}); // the preview of a run that has ended closes there
        waitForFrames(windows);
        List<Rectangle> taken = new ArrayList<>();
        for (Frame frame : Frame.getFrames()) {
            boolean seen = frame.isShowing() && (frame.getExtendedState() & Frame.ICONIFIED) == 0;
            if (seen && !windows.contains(frame)) taken.add(frame.getBounds());
        }
        for (Window window : windows) {
            Rectangle place = place(window.getBounds(), taken, GUI.getMaxWindowBounds(window));
            window.setLocation(place.getLocation());
            taken.add(place);
        }
        waitForFrames(windows);
        onEvents(() -> {
            for (Window window : windows) if (window instanceof ImageWindow one) showWhole(one);
        });
    }

    /** A window that is moved before its frame is there, or laid out before it is enlarged, on a busy computer, loses as much of its image. */
    private static void showWhole(ImageWindow window) {
        ImagePlus image = window.getImagePlus();
        ImageCanvas canvas = window.getCanvas();
        if (image == null || canvas == null || window.isClosed()) return; // somebody was faster
        Rectangle seen = canvas.getSrcRect();
        double zoom = canvas.getMagnification();
        boolean whole = seen.width == image.getWidth() && seen.height == image.getHeight();
        if (whole || zoom < 1) return;
        // In this order: a source rectangle sets the magnification to what the canvas's size makes of it.
        canvas.setSize((int) (zoom * image.getWidth()), (int) (zoom * image.getHeight()));
        canvas.setSourceRect(new Rectangle(image.getWidth(), image.getHeight()));
        window.pack();
    }

    /** Does something on the event thread, and waits for it a while: that thread may itself be waiting for the command. */
    private static void onEvents(Runnable what) {
        if (EventQueue.isDispatchThread()) {
            what.run();
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        EventQueue.invokeLater(() -> {
            try {
                what.run();
            } finally {
                done.countDown();
            }
        });
        try {
            done.await(LONGEST_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A new window grows by its frame, which the window manager adds a little later. */
    private static void waitForFrames(List<? extends Window> windows) {
        if (EventQueue.isDispatchThread()) return;
        List<Rectangle> before = List.of();
        List<Rectangle> now = windows.stream().map(Window::getBounds).toList();
        for (int waited = 0; waited < LONGEST_MILLIS && !now.equals(before); waited += FRAME_MILLIS) {
            before = now;
            IJ.wait(FRAME_MILLIS);
            now = windows.stream().map(Window::getBounds).toList();
        }
    }

    /** Returns where a window of this size hides the least of what is taken. */
    static Rectangle place(Rectangle window, List<Rectangle> taken, Rectangle screen) {
        List<Integer> lefts = new ArrayList<>(List.of(screen.x, screen.x + screen.width - window.width));
        List<Integer> tops = new ArrayList<>(List.of(screen.y, screen.y + screen.height - window.height));
        for (Rectangle other : taken) {
            lefts.add(other.x);
            lefts.add(other.x + other.width + GAP);
            tops.add(other.y);
            tops.add(other.y + other.height + GAP);
        }
        List<Point> corners = new ArrayList<>();
        for (int x : lefts) for (int y : tops) corners.add(new Point(x, y));
        return corners.stream()
                .map(corner -> new Rectangle(corner, window.getSize()))
                .filter(screen::contains)
                .min(Comparator.<Rectangle>comparingLong(place -> hidden(place, taken))
                        .thenComparingInt(place -> place.y)
                        .thenComparingInt(place -> place.x))
                .orElse(new Rectangle(screen.getLocation(), window.getSize()));
    }

    private static long hidden(Rectangle place, List<Rectangle> taken) {
        return taken.stream()
                .map(place::intersection)
                .filter(common -> !common.isEmpty())
                .mapToLong(common -> (long) common.width * common.height)
                .sum();
    }
}
