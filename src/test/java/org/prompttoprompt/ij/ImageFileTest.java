package org.prompttoprompt.ij;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFileTest {
    @TempDir
    Path folder;

    @Test
    void anImageIsOpened() {
        String file = folder.resolve("cells.tif").toString();
        new FileSaver(new ImagePlus("", new ByteProcessor(3, 2))).saveAsTiff(file);
        assertEquals(3, ImageFile.open(Path.of(file)).orElseThrow().getWidth());
    }

    /** What lies there is told, and what to do with it; ImageJ's own way with errors stays as it was. */
    @Test
    void aFolderNoImageAndNothingAreToldApart() throws Exception {
        Map<Path, String> told = new LinkedHashMap<>();
        told.put(
                folder,
                "this is a folder, and no file of an image. Name one of the files in it, such as image=cells.tif.");
        told.put(
                folder.resolve("none.tif"),
                "there is no such file. Look whether its path is written right, and name the file of an image, such as"
                        + " image=cells.tif.");
        String none =
                "this file is no image that ImageJ can open. Save the image as TIFF or PNG, and name that, such as"
                        + " image=cells.tif.";
        told.put(Files.writeString(folder.resolve("notes.txt"), "not an image\n"), none);
        told.put(Files.write(folder.resolve("cut.tif"), new byte[] {'I', 'I', 42, 0, 8, 0}), none);
        told.put(Files.write(folder.resolve("cut.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'}), none);
        told.put(Files.createFile(folder.resolve("empty.jpg")), none);
        told.put(Files.writeString(folder.resolve("page.unknown"), "<html>"), none);
        boolean before = IJ.redirectingErrorMessages();
        told.forEach((place, problem) -> {
            assertTrue(ImageFile.open(place).isEmpty(), place.toString());
            assertEquals(problem, ImageFile.problem("image=cells.tif", place), place.toString());
        });
        assertEquals(before, IJ.redirectingErrorMessages());
    }
}
