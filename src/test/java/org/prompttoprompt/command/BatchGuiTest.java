package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ImageJ's own Process > Batch > Macro... with Edit Image..., in a window. Needs Xvfb. */
@Tag("window")
@Tag("slow")
class BatchGuiTest {
    @Test
    void aFolderIsEdited(@TempDir Path folder) throws Exception {
        Path in = Files.createDirectories(folder.resolve("in"));
        Path out = Files.createDirectories(folder.resolve("out"));
        for (String name : new String[] {"a", "b"}) {
            ImagePlus image = IJ.createImage(name, "RGB ramp", 128, 128, 1);
            IJ.saveAsTiff(image, in.resolve(name + ".tif").toString());
        }
        new PlainImageJ(folder.resolve("plain"))
                .drive(
                        BatchDriver.class,
                        in.toString(),
                        out.toString(),
                        "makeRectangle(32, 32, 64, 64);\nrun(\"Edit Image...\", \"prompt=[a red ball on the grass] target=[a"
                                + " blue ball on the grass] slices=each steps=4 tau=0 strength=1\");");
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
