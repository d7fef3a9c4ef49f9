package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import java.awt.Component;
import java.awt.Dialog;
import java.awt.TextArea;
import java.awt.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Edits the files of a folder by ImageJ's own Process > Batch > Macro..., in its window. */
final class BatchDriver {
    /** What ImageJ keeps the macro in, among its own. */
    static final String KEPT = "BatchMacro.ijm";

    private BatchDriver() {}

    /** Arguments: a folder for what was seen, one of images, one for results, and a macro. */
    public static void main(String[] args) {
        Gui.run(args, folder -> drive(Path.of(args[1]), Path.of(args[2]), args[3]));
    }

    private static void drive(Path in, Path out, String macro) throws Exception {
        Prefs.set("batch.input", in.toString());
        Prefs.set("batch.output", out.toString());
        ij.ImageJ.main(new String[0]);
        ImagePlus mine = IJ.createImage("mine", "8-bit ramp", 32, 32, 1);
        mine.show();
        // With the space, by which ImageJ tells it from another command.
        IJ.doCommand("Macro... ");
        Gui.await(() -> dialog().isPresent(), "the dialog of Process > Batch > Macro...");
        Dialog dialog = dialog().orElseThrow();
        TextArea code = Gui.find(dialog, TextArea.class, area -> true).orElseThrow();
        code.setText(macro);
        long files = count(in);
        Gui.press(dialog, "Process");
        Gui.await(() -> count(out) == files && !IJ.macroRunning(), "a result of each file");
        Gui.await(() -> dialog().isEmpty(), "the end");
        Path kept = Path.of(IJ.getDirectory("macros"), KEPT);
        Gui.await(() -> Files.exists(kept), "the macro, which ImageJ keeps for the next time");
        if (WindowManager.getImageCount() != 1)
            throw new IllegalStateException("Open after it: " + Arrays.toString(WindowManager.getImageTitles()));
    }

    private static long count(Path folder) {
        String[] files = folder.toFile().list();
        return files == null ? 0 : files.length;
    }

    private static Optional<Dialog> dialog() {
        return Arrays.stream(Window.getWindows())
                .filter(Component::isShowing)
                .filter(Dialog.class::isInstance)
                .map(Dialog.class::cast)
                .filter(one -> one.getTitle().equals("Batch Process"))
                .findFirst();
    }
}
