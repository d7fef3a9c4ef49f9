package org.prompttoprompt.command;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.imagej.patcher.LegacyEnvironment;

/**
 * Runs macro files one after the other in a headless ImageJ 1.x, through plugins.config. A process of its own, since the
 * patched ImageJ has its own class loader and a native library loads into one only.
 */
final class MacroRunner {
    private static final String DESCRIBE = """
            out = "";
            for (i = 1; i <= nImages; i++) {
                selectImage(i);
                out += getTitle() + "|" + nSlices;
                for (s = 1; s <= nSlices; s++) { setSlice(s); out += "|" + getInfo("slice.label") + "#" + getValue("Mean"); }
                out += "|" + Property.get("p2p.steps") + "\\n";
            }
            close("*");
            """;

    private MacroRunner() {}

    /** Arguments: files of macros. Beside each a file .txt lists the images that it left open. */
    public static void main(String[] macros) throws Exception {
        LegacyEnvironment imagej = new LegacyEnvironment(null, true);
        imagej.disableIJ1PluginDirs();
        imagej.addPluginClasspath(
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(File::new)
                        .filter(file -> !file.getName().startsWith("ij-")
                                && !file.getName().startsWith("ij1-patcher"))
                        .toArray(File[]::new));
        for (String macro : macros) {
            imagej.runMacro(Files.readString(Path.of(macro)), "");
            imagej.runMacro(DESCRIBE + "File.saveString(out, \"" + macro + ".txt\");", "");
        }
        System.exit(0);
    }
}
