package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.Plot;
import ij.plugin.frame.Recorder;
import java.awt.Button;
import java.awt.Component;
import java.awt.Container;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

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
        Recorder recorder = await(Recorder::getInstance, "the recorder");
        recorder.setLocation(20, 640);

        IJ.doCommand(args[1]);
        GenericDialog dialog = await(GuiDriver::dialog, "the dialog");
        for (int i = 2; i < args.length; i += 2) field(dialog, args[i]).setText(args[i + 1]);
        shoot(folder.resolve("gui-dialog.png"));
        press(dialog, "  OK  ");
        ImagePlus image = await(GuiDriver::sweep, "the image");
        image.getWindow().setLocation(560, 60);
        // The line is written after the command has ended.
        String line = await(() -> recorded(recorder, args[1]), "the recorded line");
        shoot(folder.resolve("gui-result.png"));
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

    private static <T> T await(Supplier<T> what, String name) throws InterruptedException {
        for (int i = 0; i < 1200; i++) {
            T found = what.get();
            if (found != null) return found;
            Thread.sleep(100);
        }
        throw new IllegalStateException("Waited two minutes for " + name);
    }

    /** Returns the sweep, which has more windows than its image, when it shows. */
    private static ImagePlus sweep() {
        ImagePlus image = WindowManager.getCurrentImage();
        return image == null || image.getProperty(Plot.PROPERTY_KEY) != null ? null : image;
    }

    private static GenericDialog dialog() {
        for (Window window : Window.getWindows()) {
            if (window instanceof GenericDialog dialog && dialog.isShowing()) return dialog;
        }
        return null;
    }

    private static TextField field(Container container, String text) {
        for (Component component : container.getComponents()) {
            if (component instanceof TextField field && field.getText().equals(text)) return field;
            if (component instanceof Container inner) {
                TextField found = field(inner, text);
                if (found != null) return found;
            }
        }
        return null;
    }

    private static void press(GenericDialog dialog, String label) {
        for (Button button : dialog.getButtons()) {
            if (button != null && button.getLabel().strip().equals(label.strip())) {
                button.dispatchEvent(new ActionEvent(button, ActionEvent.ACTION_PERFORMED, button.getActionCommand()));
            }
        }
    }

    private static String recorded(Recorder recorder, String command) {
        for (String line : recorder.getText().split("\n")) {
            if (line.startsWith("run(\"" + command + "\", ")) return line;
        }
        return null;
    }

    private static void shoot(Path file) throws Exception {
        Thread.sleep(700);
        Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        ImageIO.write(new Robot().createScreenCapture(screen), "png", new File(file.toString()));
    }
}
