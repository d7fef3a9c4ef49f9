package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageWindow;
import java.awt.EventQueue;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.scijava.Context;

/** Shows images so that the next line of a macro works on them. */
public final class ActiveImage {
    private static final int TRIES = 25;
    private static final int MILLIS = 20;

    private ActiveImage() {}

    /** Shows an image under a title that no open image has, images without windows included, and makes it the active one. */
    public static void show(ImagePlus image, Context context) {
        image.setTitle(uniqueTitle(image.getTitle()));
        image.show();
        make(image, context);
    }

    /**
     * Makes an image the active one of all that wait for this command. Without a window {@link ImagePlus#show()} does so for the
     * present thread only, which is SciJava's.
     */
    static void make(ImagePlus image, Context context) {
        ImageWindow window = image.getWindow(); // asked for once: somebody may close it meanwhile
        if (window != null) bringToFront(window);
        List<Thread> threads = Callers.now(context).threads();
        threads.forEach(thread -> WindowManager.setTempCurrentImage(thread, window != null ? null : image));
        // SciJava's threads are used again, for commands that shall not find this image.
        if (threads.size() > 1) WindowManager.setTempCurrentImage(null);
    }

    /** Windows become active some time after they were shown, and the last one that does is the current one. */
    private static void bringToFront(ImageWindow window) {
        if (!window.isActive()) window.toFront();
        for (int i = 0; i < TRIES && !window.isActive() && !window.isClosed() && !EventQueue.isDispatchThread(); i++)
            IJ.wait(MILLIS);
        WindowManager.setCurrentWindow(window);
    }

    /** Returns the title itself, or with the first free number behind it. Macros select images by their titles. */
    static String uniqueTitle(String title) {
        Set<String> taken = new HashSet<>();
        int[] ids = WindowManager.getIDList();
        if (ids != null)
            Arrays.stream(ids)
                    .mapToObj(WindowManager::getImage)
                    .filter(image -> image != null)
                    .forEach(image -> taken.add(image.getTitle()));
        if (!taken.contains(title)) return title;
        int number = 1;
        while (taken.contains(title + "-" + number)) number++;
        return title + "-" + number;
    }
}
