package org.prompttoprompt.command;

import ij.IJ;
import java.nio.file.Files;
import java.nio.file.Path;

/** Quits plain ImageJ by its menu while a command computes. A process of its own that knows only ImageJ. */
final class QuitDriver {
    private static final int LONGEST_MILLIS = 60_000;

    private QuitDriver() {}

    /** Argument: a folder for what was seen. */
    public static void main(String[] args) {
        Gui.run(args, QuitDriver::drive);
    }

    private static void drive(Path folder) throws Exception {
        ij.ImageJ.main(new String[0]);
        IJ.doCommand("Generate...");
        Gui.await(() -> Gui.dialog().isPresent(), "the dialog");
        Gui.await(() -> Gui.field(Gui.dialog().orElseThrow(), "10").isPresent(), "the model's steps");
        Gui.set(Gui.dialog().orElseThrow(), "10", "999");
        Gui.press(Gui.dialog().orElseThrow(), "OK");
        Gui.await(() -> Gui.frame("Preview: Generate"), "the preview of a run");
        Files.writeString(folder.resolve("quit-at.txt"), "" + System.currentTimeMillis());
        IJ.doCommand("Quit");
        Thread.sleep(LONGEST_MILLIS);
        throw new IllegalStateException("It did not quit");
    }
}
