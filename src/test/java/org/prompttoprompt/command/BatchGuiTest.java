package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ImageJ's own Process > Batch > Macro... with Edit Image..., in a window. Needs Xvfb. */
@Tag("window")
@Tag("slow")
class BatchGuiTest {
    /** Returns what the folder of our macros holds, by their names. */
    private static Map<String, String> macros() throws IOException {
        Map<String, String> macros = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("macros"))) {
            for (Path file : files) macros.put(file.getFileName().toString(), Files.readString(file));
        }
        return macros;
    }

    @Test
    void aFolderIsEdited(@TempDir Path folder) throws Exception {
        Path in = Files.createDirectories(folder.resolve("in"));
        Path out = Files.createDirectories(folder.resolve("out"));
        for (String name : new String[] {"a", "b"}) {
            ImagePlus image = IJ.createImage(name, "RGB ramp", 128, 128, 1);
            IJ.saveAsTiff(image, in.resolve(name + ".tif").toString());
        }
        Map<String, String> macros = macros();
        new PlainImageJ(folder.resolve("plain"))
                .drive(
                        BatchDriver.class,
                        in.toString(),
                        out.toString(),
                        "makeRectangle(32, 32, 64, 64);\nrun(\"Edit Image...\", \"prompt=[a red ball on the grass] target=[a"
                                + " blue ball on the grass] slices=each steps=4 tau=0 strength=1\");");
        assertTrue(Files.exists(folder.resolve("plain/ij/macros").resolve(BatchDriver.KEPT)));
        assertEquals(macros, macros(), "ImageJ has written among our macros");
        for (String name : new String[] {"a", "b"}) {
            ImagePlus before = IJ.openImage(in.resolve(name + ".tif").toString());
            ImagePlus after = IJ.openImage(out.resolve(name + ".tif").toString());
            assertEquals(1, after.getStackSize());
            assertEquals(128, after.getWidth());
            int inside = 0;
            for (int y = 0; y < 128; y++) {
                for (int x = 0; x < 128; x++) {
                    boolean same = before.getProcessor().get(x, y)
                            == after.getProcessor().get(x, y);
                    boolean selected = x >= 32 && x < 96 && y >= 32 && y < 96;
                    if (!selected) assertTrue(same, x + ", " + y);
                    else if (!same) inside++;
                }
            }
            assertTrue(inside > 500, inside + " pixels of the selection changed");
        }
    }
}
