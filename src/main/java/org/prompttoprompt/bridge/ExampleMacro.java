package org.prompttoprompt.bridge;

import ij.IJ;
import ij.plugin.PlugIn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Runs an example macro out of the single jar, as Fiji does from its folder of scripts; with Shift it is opened instead. */
public final class ExampleMacro implements PlugIn {
    /** Runs the macro of this file's name. */
    @Override
    public void run(String file) {
        String text = text(file);
        if (!IJ.shiftKeyDown()) {
            IJ.runMacro(text);
            return;
        }
        IJ.setKeyUp(IJ.ALL_KEYS);
        new ij.plugin.frame.Editor(file).createMacro(file, text);
    }

    private static String text(String file) {
        try (InputStream in = ExampleMacro.class.getResourceAsStream("/macros/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
