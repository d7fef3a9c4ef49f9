package org.prompttoprompt.command;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.WindowManager;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Closes each result while its command still enlarges it and looks for a place: sooner or later after it opens. Without a
 * window manager no window becomes active, so that the command takes long over it, as on a busy computer.
 */
final class HastyDriver {
    private static final long LATEST_MILLIS = 1200;
    private static final long STEP_MILLIS = 40;

    private HastyDriver() {}

    public static void main(String[] args) {
        Gui.run(args, folder -> close());
    }

    private static void close() throws Exception {
        ij.ImageJ.main(new String[0]);
        AtomicLong patience = new AtomicLong();
        ImagePlus.addImageListener(new ImageListener() {
            @Override
            public void imageOpened(ImagePlus image) {
                new Thread(() -> closeAfter(patience.get(), image)).start();
            }

            @Override
            public void imageClosed(ImagePlus image) {}

            @Override
            public void imageUpdated(ImagePlus image) {}
        });
        for (long millis = 0; millis < LATEST_MILLIS; millis += STEP_MILLIS) {
            patience.set(millis);
            IJ.runMacro("run('Generate...', 'prompt=[a red ball] steps=1');");
            Gui.await(() -> WindowManager.getImageCount() == 0, "the closed image");
        }
    }

    private static void closeAfter(long millis, ImagePlus image) {
        IJ.wait((int) millis);
        image.changes = false;
        image.close();
    }
}
