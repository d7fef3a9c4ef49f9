package org.prompttoprompt.command;

import ij.IJ;
import java.awt.EventQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a macro on the event thread, as the Recorder does at Ctrl+R. A process of its own that knows only ImageJ. */
final class EventThreadDriver {
    private static final String MACRO =
            "run('Generate...', 'prompt=[a red ball] steps=2'); return getTitle() + ', ' + getWidth();";

    private EventThreadDriver() {}

    /** Argument: a folder for what was seen. */
    public static void main(String[] args) {
        Gui.run(args, EventThreadDriver::drive);
    }

    private static void drive(Path folder) throws Exception {
        ij.ImageJ.main(new String[0]);
        CompletableFuture<String> macro = new CompletableFuture<>();
        EventQueue.invokeLater(() -> macro.complete(IJ.runMacro(MACRO)));
        Files.writeString(folder.resolve("event-thread-seen.txt"), macro.get(2, TimeUnit.MINUTES));
    }
}
