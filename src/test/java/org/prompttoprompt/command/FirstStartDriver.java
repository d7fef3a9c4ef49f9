package org.prompttoprompt.command;

import ij.IJ;
import java.awt.Component;
import java.awt.Container;
import java.awt.Label;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import javax.swing.JLabel;

/** Checks the system at the very first start, when libraries are unpacked, and notes what the status line tells when. */
final class FirstStartDriver {
    private FirstStartDriver() {}

    /** Argument: a folder for screenshots and for what was seen. */
    public static void main(String[] args) {
        Gui.run(args, FirstStartDriver::drive);
    }

    private static void drive(Path folder) throws Exception {
        ij.ImageJ.main(new String[0]);
        Thread.sleep(1500);
        Map<String, Long> told = new LinkedHashMap<>();
        long start = System.nanoTime();
        IJ.doCommand("Check My System...");
        boolean shot = false;
        while (!Gui.frame("Prompt-to-Prompt: Check My System")) {
            String line = status(IJ.getInstance());
            told.putIfAbsent(line.replaceAll("\\d+ of", "so many of"), (System.nanoTime() - start) / 1_000_000);
            if (!shot && line.startsWith("Unpacking")) {
                Gui.shootNow(folder.resolve("first-start.png"));
                shot = true;
            }
            if (Gui.dialog().isPresent()) throw new IllegalStateException("It asked");
            Thread.sleep(10);
        }
        Gui.shoot(folder.resolve("first-start-report.png"));
        Properties seen = new Properties();
        long first = told.entrySet().stream()
                .filter(line -> line.getKey().startsWith("Prompt-to-Prompt is starting"))
                .mapToLong(Map.Entry::getValue)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        seen.setProperty("first", "" + first);
        long before = 0;
        long longest = 0;
        for (long at : told.values()) {
            longest = Math.max(longest, at - before);
            before = at;
        }
        seen.setProperty("longest", "" + longest);
        seen.setProperty("told", String.join("\n", told.keySet()));
        try (OutputStream out = Files.newOutputStream(folder.resolve("first-start-seen.txt"))) {
            seen.store(out, null);
        }
    }

    private static String status(Container parts) {
        StringBuilder all = new StringBuilder();
        for (Component part : parts.getComponents()) {
            if (part instanceof JLabel label && label.getText() != null) all.append(label.getText());
            if (part instanceof Label label) all.append(label.getText());
            if (part instanceof Container inner) all.append(status(inner));
        }
        return all.toString();
    }
}
