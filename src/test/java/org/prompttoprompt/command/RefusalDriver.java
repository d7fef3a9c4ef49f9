package org.prompttoprompt.command;

import ij.IJ;
import ij.WindowManager;
import ij.gui.MessageDialog;
import ij.plugin.frame.Recorder;
import java.awt.Component;
import java.awt.KeyboardFocusManager;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.swing.JDialog;

/** Types what is refused, mends it, and calls a command while another runs. A process of its own that knows only ImageJ. */
final class RefusalDriver {
    private static final Properties SEEN = new Properties();

    private RefusalDriver() {}

    /** Argument: a folder for screenshots and for what was seen. */
    public static void main(String[] args) {
        Gui.run(args, RefusalDriver::drive);
    }

    private static void drive(Path folder) throws Exception {
        ij.ImageJ.main(new String[0]);
        IJ.run("Record...");
        Gui.await(() -> Recorder.getInstance() != null, "the recorder");
        String before = Recorder.getInstance().getText();

        IJ.doCommand("Generate...");
        type("a cat riding on a bicycle", "an astronaut on the moon");
        type("10", "4");
        Gui.press(dialog(), "OK");
        SEEN.setProperty("unknown.width", "" + refusal(folder).getWidth());
        again();
        type("an astronaut on the moon", "a red ball");
        type("4", "four");
        Gui.press(dialog(), "OK");
        refusal(folder);
        again();
        Gui.await(
                () -> focus() != null && "steps".equals(focus().getName()), "the caret in the field that was refused");
        SEEN.setProperty("selected", "" + ((javax.swing.text.JTextComponent) focus()).getSelectedText());
        SEEN.setProperty("kept", "" + Gui.field(dialog(), "a red ball").isPresent());
        type("four", "4");
        Gui.press(dialog(), "OK");
        Gui.await(() -> WindowManager.getImageCount() == 1, "the image");
        Gui.await(() -> recorded(before).contains("steps=4"), "the recorded line");
        SEEN.setProperty("recorded", "" + recorded(before).lines().count());

        IJ.doCommand("Generate...");
        type("10", "999");
        Gui.press(dialog(), "OK");
        Gui.await(() -> IJ.getInstance().getStatusBar() != null && Gui.dialog().isEmpty(), "the long run");
        Thread.sleep(1500);
        long start = System.nanoTime();
        IJ.doCommand("Generate...");
        dialog();
        SEEN.setProperty("second.dialog.millis", "" + (System.nanoTime() - start) / 1_000_000);
        Gui.press(dialog(), "Cancel");
        IJ.setKeyDown(java.awt.event.KeyEvent.VK_ESCAPE);
        Thread.sleep(3000);
        SEEN.setProperty("images", "" + WindowManager.getImageCount());
        try (OutputStream out = Files.newOutputStream(folder.resolve("refusal-seen.txt"))) {
            SEEN.store(out, null);
        }
    }

    private static Component focus() {
        return KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner();
    }

    private static String recorded(String before) {
        return Recorder.getInstance().getText().substring(before.length());
    }

    private static JDialog dialog() throws InterruptedException {
        Gui.await(() -> Gui.dialog().isPresent(), "the dialog");
        return Gui.dialog().orElseThrow();
    }

    private static void type(String old, String text) throws Exception {
        JDialog dialog = dialog();
        Gui.await(() -> Gui.field(dialog, old).isPresent(), "the field that holds " + old);
        Gui.set(dialog, old, text);
    }

    private static MessageDialog refusal(Path folder) throws Exception {
        Gui.await(() -> Gui.showing(MessageDialog.class).isPresent(), "the refusal");
        Gui.shoot(folder.resolve("refusal.png"));
        return Gui.showing(MessageDialog.class).orElseThrow();
    }

    private static void again() throws InterruptedException {
        Gui.press(Gui.showing(MessageDialog.class).orElseThrow(), "OK");
        Gui.await(() -> Gui.showing(MessageDialog.class).isEmpty(), "the end of the refusal");
        dialog();
    }
}
