package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Plot;
import ij.plugin.frame.Recorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.swing.JDialog;

/**
 * Uses plain ImageJ as a person does: opens the Recorder and a command of the menu, fills the dialog, presses OK, and plays
 * the recorded line again. A process of its own that knows only ImageJ; our classes come from the plugins folder.
 */
final class GuiDriver {
    private GuiDriver() {}

    /** Arguments: a folder for screenshots and results; the command; then alternately a field's old text and its new one. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        ij.ImageJ.main(new String[0]);
        IJ.run("Record...");
        Gui.await(() -> Recorder.getInstance() != null, "the recorder");
        Recorder recorder = Recorder.getInstance();
        recorder.setLocation(20, 640);

        IJ.doCommand(args[1]);
        Gui.await(() -> Gui.dialog().isPresent(), "the dialog");
        JDialog dialog = Gui.dialog().orElseThrow();
        for (int i = 2; i < args.length; i += 2) Gui.set(dialog, args[i], args[i + 1]);
        Gui.shoot(folder.resolve("gui-dialog.png"));
        Gui.press(dialog, "OK");
        Gui.await(() -> sweep() != null, "the image");
        ImagePlus image = sweep();
        image.getWindow().setLocation(560, 60);
        // The line is written after the command has ended.
        Gui.await(() -> recorded(recorder, args[1]) != null, "the recorded line");
        String line = recorded(recorder, args[1]);
        Gui.shoot(folder.resolve("gui-result.png"));
        Files.writeString(folder.resolve("gui-recorded.txt"), line);
        IJ.saveAsTiff(image, folder.resolve("gui-result.tif").toString());

        IJ.runMacro(line);
        ImagePlus again = WindowManager.getCurrentImage();
        boolean same = again != image && again.getStackSize() == image.getStackSize();
        for (int i = 1; same && i <= image.getStackSize(); i++) {
            same = Arrays.equals((int[]) image.getStack().getPixels(i), (int[])
                    again.getStack().getPixels(i));
        }
        Files.writeString(folder.resolve("gui-replayed.txt"), same ? "the same pixels" : "other pixels");
        System.exit(0);
    }

    /** Returns the sweep, which has more windows than its image, when it shows. */
    private static ImagePlus sweep() {
        ImagePlus image = WindowManager.getCurrentImage();
        return image == null || image.getProperty(Plot.PROPERTY_KEY) != null ? null : image;
    }

    private static String recorded(Recorder recorder, String command) {
        for (String line : recorder.getText().split("\n")) {
            if (line.startsWith("run(\"" + command + "\", ")) return line;
        }
        return null;
    }
}
